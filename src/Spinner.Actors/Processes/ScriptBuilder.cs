using System.ComponentModel;
using System.Diagnostics;

namespace Spinner.Processes;

/// <summary>
/// Builds file-based programs with <c>dotnet build</c>, one at a time. The program to start is then the built assembly: with
/// <c>dotnet run</c> a signal would reach the CLI, not the script.
/// </summary>
internal sealed class ScriptBuilder(TimeProvider time) : IScriptBuilder, IDisposable
{
    /// <summary>How long the compiler's last words are waited for once it has exited.</summary>
    private static readonly TimeSpan _drainTime = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);

    public void Build(string script, string workingDirectory, TimeSpan timeout, Action<ScriptBuild> done, CancellationToken cancel) =>
        _ = Task.Run(() => WaitAndBuildAsync(script, workingDirectory, timeout, done, cancel), CancellationToken.None);

    public void Dispose() => _turn.Dispose();

    private async Task WaitAndBuildAsync(
        string script, string workingDirectory, TimeSpan timeout, Action<ScriptBuild> done, CancellationToken cancel)
    {
        ScriptBuild result;
        try
        {
            await _turn.WaitAsync(cancel).ConfigureAwait(false);
            try
            {
                result = await RunAsync(script, workingDirectory, timeout, cancel).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception failure) when (failure is Win32Exception or IOException or InvalidOperationException)
        {
            result = new ScriptBuild(null, $"The build of '{script}' could not be run in '{workingDirectory}': {failure.Message}", []);
        }
        if (!cancel.IsCancellationRequested)
            done(result);
    }

    private async Task<ScriptBuild> RunAsync(string script, string workingDirectory, TimeSpan timeout, CancellationToken cancel)
    {
        using CancellationTokenSource deadline = new(timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        using Process build = new() { StartInfo = BuildCommand.For(script, workingDirectory) };
        build.Start();
        build.StandardInput.Close();
        BuildLog log = new();
        // The path comes on stdout, diagnostics on stderr.
        Task reading = Task.WhenAll(log.ReadAsync(build.StandardOutput, isError: false), log.ReadAsync(build.StandardError, isError: true));
        try
        {
            await build.WaitForExitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await KillAsync(build).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            return new ScriptBuild(null, $"The build of '{script}' took longer than {timeout.TotalSeconds:0.#} s.", log.Tail());
        }
        await Task.WhenAny(reading, Task.Delay(_drainTime, time, CancellationToken.None)).ConfigureAwait(false);
        return Outcome(script, build.ExitCode, log);
    }

    private static ScriptBuild Outcome(string script, int exitCode, BuildLog log)
    {
        if (exitCode != 0)
        {
            // The path is printed all the same, though there may be nothing.
            return new ScriptBuild(
                null, $"The build of '{script}' failed (exit code {exitCode}).", [.. log.Tail().Where(line => line != log.LastOutput || !Path.IsPathFullyQualified(line))]);
        }

        return log.LastOutput is { } program && Path.IsPathFullyQualified(program) && File.Exists(program)
            ? new ScriptBuild(program, null, log.Tail())
            : new ScriptBuild(null, $"The build of '{script}' did not say where its assembly is.", log.Tail());
    }

    private static async Task KillAsync(Process build)
    {
        try
        {
            build.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It, or a part of its tree, ended by itself meanwhile.
        }
        // The next build begins only when this one is gone.
        await build.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
    }
}
