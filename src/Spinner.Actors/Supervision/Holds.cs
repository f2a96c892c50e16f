using Akka.Actor;

namespace Spinner.Supervision;

/// <summary>One lease of a child: a promise not to stop it for being idle.</summary>
/// <param name="lease">Names it.</param>
/// <param name="holder">The actor that has it; null when there is none that could be watched.</param>
/// <param name="timeToLive">How long it lasts without being renewed.</param>
internal sealed class Hold(Guid lease, IActorRef? holder, TimeSpan timeToLive)
{
    public Guid Lease => lease;

    public IActorRef? Holder => holder;

    public TimeSpan TimeToLive => timeToLive;

    /// <summary>The run that is held.</summary>
    public int Run { get; set; }
}

/// <summary>The leases of one child.</summary>
internal sealed class Holds
{
    private readonly Dictionary<Guid, Hold> _holds = [];
    private readonly Dictionary<IActorRef, int> _perHolder = [];

    public int Count => _holds.Count;

    /// <summary>A copy: what is done with them may remove some.</summary>
    public IReadOnlyList<Hold> All => [.. _holds.Values];

    public void Add(Hold hold)
    {
        _holds.Add(hold.Lease, hold);
        if (hold.Holder is { } holder) _perHolder[holder] = _perHolder.GetValueOrDefault(holder) + 1;
    }

    /// <summary>Returns the holder if that was its last lease. A proxy may have thousands: they are counted, not looked through.</summary>
    public IActorRef? Remove(Hold hold)
    {
        if (!_holds.Remove(hold.Lease) || hold.Holder is not { } holder)
        {
            return null;
        }

        if (--_perHolder[holder] > 0)
        {
            return null;
        }

        _perHolder.Remove(holder);
        return holder;
    }

    public Hold? Find(Guid lease) => _holds.GetValueOrDefault(lease);

    public IReadOnlyList<Hold> Of(IActorRef holder) => [.. _holds.Values.Where(hold => holder.Equals(hold.Holder))];

    public int On(int run) => _holds.Values.Count(hold => hold.Run == run);
}
