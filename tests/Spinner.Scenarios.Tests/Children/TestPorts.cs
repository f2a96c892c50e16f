using Spinner.Protocol;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>
/// Ranges below those of outgoing connections, which no two tests of a run share. Where they begin depends on the process, so that two runs on
/// one machine seldom meet.
/// </summary>
internal static class TestPorts
{
    private const int First = 10_000;
    private const int Size = 60;
    private const int Ranges = 375;

    private static readonly int _start = Environment.ProcessId * 37 % Ranges;
    private static int _taken;

    public static PortRange Next()
    {
        // A range that was used a minute ago has ports that connections of then still hold.
        int taken = Interlocked.Increment(ref _taken);
        if (taken > Ranges)
            throw new InvalidOperationException($"There are more than {Ranges} tests with ports: make the ranges smaller.");
        int first = First + Size * ((_start + taken) % Ranges);
        return new PortRange(first, first + Size - 1);
    }
}
