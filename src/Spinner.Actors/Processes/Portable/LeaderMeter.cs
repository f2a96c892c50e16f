using System.ComponentModel;
using System.Diagnostics;

namespace Spinner.Processes.Portable;

/// <summary>Measures the leader, on every system .NET runs on; what its descendants use is not in the sum.</summary>
internal sealed class LeaderMeter : IGroupMeter
{
    public void Measure(ProcessIdentity leader, Action<GroupUsage?> done) =>
        ThreadPool.UnsafeQueueUserWorkItem(_ => done(Read(leader)), null);

    public IReadOnlyList<GroupUsage?> MeasureNow(IReadOnlyList<ProcessIdentity> leaders) => [.. leaders.Select(Read)];

    private static GroupUsage? Read(ProcessIdentity leader)
    {
        try
        {
            using Process process = Process.GetProcessById(leader.Pid);
            GroupUsage usage = new(process.WorkingSet64, process.TotalProcessorTime, Processes: 1);
            // After the reading: the pid may have passed to somebody else just before it, but not come back.
            return ProcessIdentities.Of(leader.Pid).StartTicks == leader.StartTicks && usage.ResidentBytes > 0 ? usage : null;
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended, or is not ours to look at: null says so.
            return null;
        }
    }
}
