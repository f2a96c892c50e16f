using Akka.Actor;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>The leases that hold the child: while there is one it is not idle.</summary>
internal sealed partial class ChildActor
{
    /// <summary>A caller that takes leases in a loop must not fill the host.</summary>
    private const int MaxLeases = 100_000;

    private readonly Holds _holds = new();

    private void Grant(IActorRef asker, AcquireChild ask, Run run)
    {
        if (_holds.Count >= MaxLeases)
        {
            asker.Tell(Failures.TooManyLeases(_name, MaxLeases));
            return;
        }

        TimeSpan time = ask.TimeToLive ?? SpinnerDefaults.LeaseTime;

        // Who asked with Ask is a reference that dies with the answer, and who did not say who it is cannot be watched.
        bool isActor = !asker.Equals(Context.System.DeadLetters) && asker.Path.Elements is [not "temp", ..];
        Hold hold = new(Guid.NewGuid(), isActor ? asker : null, time) { Run = run.Number, Told = run.Number };
        _holds.Add(hold);
        // A death watch between nodes needs more trust than we ask for: there only the time counts.
        if (hold.Holder is { } holder and IActorRefScope { IsLocal: true }) Context.Watch(holder);
        Timers.StartSingleTimer(hold.Lease, new LeaseTimeOver(hold.Lease), time);
        Timers.Cancel(IdleKey);
        asker.Tell(new LeaseGranted(_name, hold.Lease, run.Started!.Endpoint, run.Number, time));
    }

    private void Renew(RenewLease renew)
    {
        Hold? hold = _holds.Find(renew.Lease);
        if (hold is not null)
        {
            Timers.StartSingleTimer(hold.Lease, new LeaseTimeOver(hold.Lease), hold.TimeToLive);
        }

        Sender.Tell(new LeaseResult(_name, renew.Lease, hold is not null));
    }

    private void Release(ReleaseChild release)
    {
        Hold? hold = _holds.Find(release.Lease);
        if (hold is not null) Drop(hold);
        Sender.Tell(new LeaseResult(_name, release.Lease, hold is not null));
    }

    private void OnLeaseTimeOver(Guid lease)
    {
        if (_holds.Find(lease) is { } hold)
        {
            Drop(hold);
            hold.Holder?.Tell(new LeaseEnded(_name, lease, $"it was not renewed within {Limits.Text(hold.TimeToLive)}"));
        }
    }

    private void OnHolderGone(IActorRef holder)
    {
        foreach (Hold hold in _holds.Of(holder))
        {
            Drop(hold);
        }
    }

    /// <summary>With the last lease the idle clock starts anew, and an old run that nobody holds any more may end.</summary>
    private void Drop(Hold hold)
    {
        Timers.Cancel(hold.Lease);
        if (_holds.Remove(hold) is { } holder) Context.Unwatch(holder);
        if (_update == UpdatePhase.Draining && _twin!.Number == hold.Run && _holds.On(hold.Run) == 0) EndDraining();
        if (_state == ChildState.Started && _holds.Count == 0)
        {
            _lastUse = Time.GetTimestamp();
            ScheduleIdleStop();
        }
    }

    /// <summary>All hold this run from now on, and are told where it listens.</summary>
    private void Rebind(Run run)
    {
        foreach (Hold hold in _holds.All)
        {
            if (hold.Run != run.Number) _holds.Move(hold, run.Number);
        }

        TellHolders(run);
    }

    /// <summary>Whom the old run of an update still serves hears in good time where to go from now on.</summary>
    private void TellHolders(Run run)
    {
        foreach (Hold hold in _holds.All.Where(hold => hold.Told != run.Number))
        {
            hold.Told = run.Number;
            hold.Holder?.Tell(new LeaseRebound(_name, hold.Lease, run.Started!.Endpoint, run.Number));
        }
    }

    private void EndLeases(string cause)
    {
        foreach (Hold hold in _holds.All)
        {
            Timers.Cancel(hold.Lease);
            if (_holds.Remove(hold) is { } holder) Context.Unwatch(holder);
            hold.Holder?.Tell(new LeaseEnded(_name, hold.Lease, cause));
        }
    }
}
