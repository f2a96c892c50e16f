using Spinner.Ports;
using Spinner.Protocol;

namespace Spinner.Host.Doctor;

/// <summary>Whether the ports that children are given are to be had.</summary>
internal static class PortChecks
{
    private const string Area = "ports";
    private const int Few = 20;

    public static IEnumerable<Finding> All(PortRange range)
    {
        PortTester tester = new();
        int free = Enumerable.Range(range.First, range.Last - range.First + 1).Count(tester.IsFree);
        int all = range.Last - range.First + 1;
        string text = $"{free} of {all} ports of {range} are free.";
        yield return free == 0
            ? new Finding(Area, Finding.Problem, text) { Advice = "Give another port-range, or end what uses these (ss -ltnp tells)." }
            : new Finding(Area, free < Math.Min(Few, all) ? Finding.Warning : Finding.Ok, text);
        if (tester.EphemeralRange is { } ephemeral && ephemeral.First <= range.Last && range.First <= ephemeral.Last)
        {
            yield return new(Area, Finding.Warning, $"{range} overlaps the ports of outgoing connections ({ephemeral.First}-{ephemeral.Last}), which may take one at any time.")
            {
                Advice = "Choose a range below them, or reserve it: sysctl net.ipv4.ip_local_reserved_ports.",
            };
        }
    }
}
