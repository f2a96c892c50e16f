namespace Spinner.Processes.Linux;

/// <summary>
/// The process groups of all launchers of this process, from their spawn until just before their leaders are reaped: while one is here, its number is
/// pinned by the leader, dead or alive, and can be nobody else's.
/// </summary>
internal static class OwnGroups
{
    private static readonly Lock _gate = new();
    private static readonly HashSet<int> _groups = [];

    public static void Add(int group)
    {
        lock (_gate)
            _groups.Add(group);
    }

    public static void Remove(int group)
    {
        lock (_gate)
            _groups.Remove(group);
    }

    public static bool Contains(int group)
    {
        lock (_gate)
            return _groups.Contains(group);
    }

    /// <summary>Sends a signal to all of them.</summary>
    public static void SignalAll(int signal)
    {
        lock (_gate)
        {
            foreach (int group in _groups)
                _ = LibC.kill(-group, signal);
        }
    }
}
