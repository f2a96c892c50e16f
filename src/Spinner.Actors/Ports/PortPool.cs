using Spinner.Protocol;

namespace Spinner.Ports;

/// <summary>
/// Chooses ports. Ascending from where the last choice in the same range ended, so a fresh pool begins with the first port, a long row
/// of taken ports is tested once per round, and a returned port comes last anyway. Time is passed in and only ever grows.
/// </summary>
internal sealed class PortPool(TimeSpan rest, IPortTester tester)
{
    private readonly HashSet<int> _leased = [];
    private readonly HashSet<int> _quarantined = [];
    private readonly Dictionary<int, TimeSpan> _returned = [];
    private readonly Dictionary<PortRange, int> _cursors = [];

    /// <summary>
    /// Takes a port out of the pool; null when none is free. First the ports that have rested, those of outgoing connections behind the
    /// others; then the longest rested; at last one on which nothing but closed connections linger.
    /// </summary>
    /// <param name="range">The ports to choose from.</param>
    /// <param name="now">The time.</param>
    /// <param name="claim">Takes hold of a port that seems free; false: it is not to be had, and the next one is tried. Null: nothing to do.</param>
    public int? Take(PortRange range, TimeSpan now, Predicate<int>? claim = null)
    {
        int? port = FirstFree(Rested(range, now, ephemeral: false), claim)
            ?? FirstFree(Rested(range, now, ephemeral: true), claim)
            ?? FirstFree(Resting(range, now), claim)
            ?? FirstLingering(range, claim);
        if (port is not { } taken)
            return null;
        _leased.Add(taken);
        _cursors[range] = taken == range.Last ? range.First : taken + 1;
        return taken;
    }

    /// <summary>Puts a port back. In quarantine it stays out until it is seen free.</summary>
    public void Return(int port, bool quarantine, TimeSpan now)
    {
        if (!_leased.Remove(port))
            throw new InvalidOperationException($"Port {port} is not leased.");
        _returned[port] = now;
        if (quarantine)
            _quarantined.Add(port);
    }

    /// <summary>Why <see cref="Take"/> found nothing, as a sentence.</summary>
    public string Explain(PortRange range)
    {
        int leased = _leased.Count(range.Contains);
        int quarantined = _quarantined.Count(range.Contains);
        return $"No port of {range} is free: {leased} leased to children, {quarantined} in quarantine, "
            + $"{range.Count - leased - quarantined} taken by other programs.";
    }

    private int? FirstFree(IEnumerable<int> candidates, Predicate<int>? claim)
    {
        foreach (int port in candidates)
        {
            if (!tester.IsFree(port) || !IsClaimed(port, claim))
                continue;
            _quarantined.Remove(port);
            return port;
        }

        return null;
    }

    private int? FirstLingering(PortRange range, Predicate<int>? claim)
    {
        foreach (int port in FromCursor(range))
        {
            if (!_leased.Contains(port) && !_quarantined.Contains(port) && tester.IsLingering(port) && IsClaimed(port, claim))
                return port;
        }

        return null;
    }

    private static bool IsClaimed(int port, Predicate<int>? claim) => claim is null || claim(port);

    private IEnumerable<int> Rested(PortRange range, TimeSpan now, bool ephemeral) =>
        FromCursor(range).Where(port => !_leased.Contains(port) && IsEphemeral(port) == ephemeral && !IsResting(port, now));

    private IEnumerable<int> Resting(PortRange range, TimeSpan now) =>
        _returned.Where(returned => range.Contains(returned.Key) && !_leased.Contains(returned.Key) && IsResting(returned.Key, now))
            .OrderBy(returned => returned.Value).ThenBy(returned => returned.Key)
            .Select(returned => returned.Key);

    private IEnumerable<int> FromCursor(PortRange range)
    {
        int start = _cursors.GetValueOrDefault(range, range.First);
        for (int offset = 0; offset < range.Count; offset++)
            yield return range.First + (start - range.First + offset) % range.Count;
    }

    private bool IsResting(int port, TimeSpan now) => _returned.TryGetValue(port, out TimeSpan since) && now - since < rest;

    private bool IsEphemeral(int port) => tester.EphemeralRange is { } range && port >= range.First && port <= range.Last;
}
