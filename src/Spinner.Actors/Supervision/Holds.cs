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

    /// <summary>The run that is held; <see cref="Holds.Move"/> changes it.</summary>
    public int Run { get; set; }

    /// <summary>The run whose endpoint the holder was told last.</summary>
    public int Told { get; set; }
}

/// <summary>The leases of one child.</summary>
internal sealed class Holds
{
    private readonly Dictionary<Guid, Hold> _holds = [];
    private readonly Dictionary<IActorRef, int> _perHolder = [];
    private readonly Dictionary<int, int> _perRun = [];

    public int Count => _holds.Count;

    /// <summary>A copy: what is done with them may remove some.</summary>
    public IReadOnlyList<Hold> All => [.. _holds.Values];

    public void Add(Hold hold)
    {
        _holds.Add(hold.Lease, hold);
        Note(hold.Run, 1);
        if (hold.Holder is { } holder) _perHolder[holder] = _perHolder.GetValueOrDefault(holder) + 1;
    }

    /// <summary>Returns the holder if that was its last lease. A proxy may have thousands: they are counted, not looked through.</summary>
    public IActorRef? Remove(Hold hold)
    {
        if (!_holds.Remove(hold.Lease))
        {
            return null;
        }

        Note(hold.Run, -1);
        if (hold.Holder is not { } holder || --_perHolder[holder] > 0)
        {
            return null;
        }

        _perHolder.Remove(holder);
        return holder;
    }

    public Hold? Find(Guid lease) => _holds.GetValueOrDefault(lease);

    public IReadOnlyList<Hold> Of(IActorRef holder) => [.. _holds.Values.Where(hold => holder.Equals(hold.Holder))];

    public int On(int run) => _perRun.GetValueOrDefault(run);

    /// <summary>The lease holds another run from now on.</summary>
    public void Move(Hold hold, int run)
    {
        Note(hold.Run, -1);
        hold.Run = run;
        Note(run, 1);
    }

    private void Note(int run, int more)
    {
        int held = _perRun.GetValueOrDefault(run) + more;
        if (held > 0) _perRun[run] = held;
        else _perRun.Remove(run);
    }
}
