using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Spinner.Probes;

/// <summary>
/// Runs a program. One that is not waited for any longer is killed with its descendants; what has left the family by then carries the marker of
/// the run and ends with it.
/// </summary>
internal static class ExecCheck
{
    /// <summary>How long the last words of a program are waited for once it has exited: a process it left behind may hold its streams.</summary>
    private static readonly TimeSpan _drainTime = TimeSpan.FromMilliseconds(500);

    public static async Task<string?> TryAsync(HealthTarget target, TimeProvider time, CancellationToken cancel)
    {
        using Process process = new() { StartInfo = StartInfoOf(target) };
        cancel.ThrowIfCancellationRequested();
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            return HealthSentences.NotStarted(target, Marshal.GetPInvokeErrorMessage(failure.NativeErrorCode));
        }

        using CancellationTokenSource stopReading = new();
        LastLine errors = new();
        LastLine output = new();
        Task reading = Task.WhenAll(
            errors.ReadAsync(process.StandardError, stopReading.Token), output.ReadAsync(process.StandardOutput, stopReading.Token));
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancel).ConfigureAwait(false);
            if (process.ExitCode == 0)
                return null;
            await Task.WhenAny(reading, Task.Delay(_drainTime, time, cancel)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }
        finally
        {
            await stopReading.CancelAsync().ConfigureAwait(false);
        }

        return HealthSentences.ExitCode(target, process.ExitCode, errors.Text ?? output.Text);
    }

    private static ProcessStartInfo StartInfoOf(HealthTarget target)
    {
        ProcessStartInfo start = new(target.Command[0], target.Command.Skip(1))
        {
            WorkingDirectory = target.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in target.Env)
            start.Environment[name] = value;
        return start;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It, or a part of its family, ended by itself meanwhile.
        }
    }
}
