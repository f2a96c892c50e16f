using System.Diagnostics;
using System.Globalization;

namespace Spinner.Benchmarks;

/// <summary>The bare spawn in C, a round at a time: native/floor.c behind two pipes.</summary>
internal sealed class Floor : IDisposable
{
    private readonly Process _process;

    public Floor(NativePrograms native)
    {
        ProcessStartInfo start = new(native.Floor, [native.Server, native.Stamps + ".floor"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
    }

    /// <summary>Two starts on that port: milliseconds until the one accepted, and until the other, left in peace, listened.</summary>
    public async Task<(double Accepted, double Listened)> Round(int port)
    {
        await _process.StandardInput.WriteLineAsync(port.ToString(CultureInfo.InvariantCulture));
        await _process.StandardInput.FlushAsync();
        string answer = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The floor has ended, see above.");
        double[] nanoseconds = [.. answer.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return (nanoseconds[0] / 1e6, nanoseconds[1] / 1e6);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
