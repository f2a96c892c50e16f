namespace Spinner.Processes.Linux;

/// <summary>
/// Sums up process groups from /proc. A pass costs some 15 ms with 600 processes, so those who ask within a moment after the first share one,
/// which begins when the moment is over.
/// </summary>
internal sealed class LinuxGroupMeter : IGroupMeter, IDisposable
{
    /// <summary>How long the first asker waits for others.</summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    // USER_HZ is 100 on every architecture this layer is for.
    private const long TicksPerSecond = 100;

    private readonly Func<IReadOnlyList<ProcStat>> _readAll;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private List<(ProcessIdentity Leader, Action<GroupUsage?> Done)> _asked = [];

    public LinuxGroupMeter(TimeProvider time)
        : this(time, () => ProcessScan.Take(markersSince: null, [], "").All)
    {
    }

    /// <summary>With a process table of the caller's; for tests.</summary>
    internal LinuxGroupMeter(TimeProvider time, Func<IReadOnlyList<ProcStat>> readAll)
    {
        _readAll = readAll;
        _timer = time.CreateTimer(_ => Pass(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Measure(ProcessIdentity leader, Action<GroupUsage?> done)
    {
        lock (_gate)
        {
            _asked.Add((leader, done));
            if (_asked.Count == 1)
                _timer.Change(Gathering, Timeout.InfiniteTimeSpan);
        }
    }

    public IReadOnlyList<GroupUsage?> MeasureNow(IReadOnlyList<ProcessIdentity> leaders)
    {
        ILookup<int, ProcStat> groups = ReadAll().ToLookup(process => process.Group);
        return [.. leaders.Select(leader => Sum(leader, [.. groups[leader.Pid]]))];
    }

    /// <summary>Who waits for an answer then gets none.</summary>
    public void Dispose() => _timer.Dispose();

    private void Pass()
    {
        List<(ProcessIdentity Leader, Action<GroupUsage?> Done)> asked;
        lock (_gate)
            (asked, _asked) = (_asked, []);
        IReadOnlyList<GroupUsage?> usage = MeasureNow([.. asked.Select(one => one.Leader)]);
        for (int i = 0; i < asked.Count; i++)
            asked[i].Done(usage[i]);
    }

    private IReadOnlyList<ProcStat> ReadAll()
    {
        try
        {
            return _readAll();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // No descriptors left for /proc: everybody is told that nothing could be read.
            return [];
        }
    }

    private static GroupUsage? Sum(ProcessIdentity leader, IReadOnlyList<ProcStat> members)
    {
        // A leader that ended is kept unreaped while its group lives. One of another start has the number after ours, and so has its group.
        if (members.Any(member => member.Pid == leader.Pid && member.StartTicks != leader.StartTicks))
            return null;
        ProcStat[] alive = [.. members.Where(member => member.IsAlive)];
        return alive.Length == 0
            ? null
            : new GroupUsage(
                alive.Sum(member => member.ResidentPages) * Environment.SystemPageSize,
                TimeSpan.FromSeconds(alive.Sum(member => member.CpuTicks) / (double)TicksPerSecond),
                alive.Length);
    }
}
