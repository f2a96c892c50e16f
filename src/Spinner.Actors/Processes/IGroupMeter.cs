namespace Spinner.Processes;

/// <summary>What a child's processes use now.</summary>
/// <param name="ResidentBytes">
/// Memory present, summed over the processes: what several of them share counts once for each, for the true share is dear to find out.
/// </param>
/// <param name="CpuTime">Processor time used so far by those alive; when one ends, its time is no longer in the sum.</param>
/// <param name="Processes">How many are alive.</param>
internal sealed record GroupUsage(long ResidentBytes, TimeSpan CpuTime, int Processes);

/// <summary>Measures process groups.</summary>
internal interface IGroupMeter
{
    /// <summary>
    /// Calls back once, from another thread, with the state at some moment after the call; null: nothing of the group is there, or it cannot be read.
    /// The answer may take a moment, for many calls within it share the work.
    /// </summary>
    /// <param name="leader">The leader of the group: with another start time its number names somebody else by now.</param>
    /// <param name="done">Passes the fact on and returns; it neither blocks nor throws.</param>
    void Measure(ProcessIdentity leader, Action<GroupUsage?> done);

    /// <summary>Measures many groups at once, now, on the caller's thread: some milliseconds for many processes. In the order of the leaders.</summary>
    IReadOnlyList<GroupUsage?> MeasureNow(IReadOnlyList<ProcessIdentity> leaders);
}
