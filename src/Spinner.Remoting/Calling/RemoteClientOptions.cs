namespace Spinner.Remoting;

/// <summary>How a Spinner on another node is called.</summary>
public sealed record RemoteClientOptions
{
    /// <summary>How long the other node may be silent while somebody waits for it, before it counts as unreachable. Default 10 s; 1 s to 10 min.</summary>
    public TimeSpan UnreachableAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a call may take in all; after that it fails with <see cref="TimeoutException"/>. Null: as long as the other node can be reached, for a
    /// start or stop may take minutes.
    /// </summary>
    public TimeSpan? CallTimeout { get; init; }

    /// <summary>How many calls may wait for answers at once; more fail at once. Default 10,000; above zero.</summary>
    public int MaxCalls { get; init; } = 10_000;

    /// <summary>How many events may be under way to a watcher. Default 1,000; 1 to 10,000.</summary>
    public int EventCredit { get; init; } = 1000;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(UnreachableAfter, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(UnreachableAfter, TimeSpan.FromMinutes(10));
        if (CallTimeout is { } limit) ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxCalls, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(EventCredit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(EventCredit, 10_000);
    }
}
