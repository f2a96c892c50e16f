using Spinner.Protocol;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>
/// Ranges below those of outgoing connections, which no two tests of a run share. Where they begin depends on the process, so that two runs on
/// one machine seldom meet.
/// </summary>
internal static class TestPorts
{
    private const int First = 20_000;
    private const int Size = 60;
    private const int Ranges = 200;

    private static int _last = Environment.ProcessId * 37 % Ranges;

    public static PortRange Next()
    {
        int first = First + Size * (Interlocked.Increment(ref _last) % Ranges);
        return new PortRange(first, first + Size - 1);
    }
}
