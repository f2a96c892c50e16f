namespace Spinner.Processes.Linux;

/// <summary>
/// Counts the launchers of this process that share a marker prefix. The last one to end kills whatever still carries it: processes that escaped
/// from runs which crashed long ago, where the marker scan has no place.
/// </summary>
internal sealed class HostPrefixUse
{
    private const int MaxRounds = 20;
    private static readonly Dictionary<string, int> _users = new(StringComparer.Ordinal);

    public HostPrefixUse(string prefix)
    {
        Value = prefix;
        lock (_users)
            _users[prefix] = _users.GetValueOrDefault(prefix) + 1;
    }

    /// <summary>The prefix.</summary>
    public string Value { get; }

    /// <summary>Ends this use.</summary>
    public void Release()
    {
        lock (_users)
        {
            if (--_users[Value] > 0)
                return;
            _users.Remove(Value);
        }

        HashSet<(int, ulong)> strangers = [];
        for (int round = 0; round < MaxRounds; round++)
        {
            List<ProcStat> found = [.. ProcessScan.Take(0, strangers, Value).Carriers().Select(c => c.Process)];
            if (found.Count == 0)
                return;
            found.ForEach(p => ProvenSignal.Send(p, Signals.Kill, m => m.StartsWith(Value, StringComparison.Ordinal)));
        }
    }
}
