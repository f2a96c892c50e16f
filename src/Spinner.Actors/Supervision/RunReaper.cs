using Akka.Actor;
using Akka.Event;
using Spinner.Ports;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Removes what the failed actor of a child left behind: kills the run, returns the lease, answers who waited for a stop.</summary>
internal sealed class RunReaper : UntypedActor
{
    private readonly RunAbandoned _left;
    private readonly IActorRef _ports;
    private readonly TimeSpan _killTimeout;

    public RunReaper(RunAbandoned left, IActorRef ports, TimeSpan killTimeout) => (_left, _ports, _killTimeout) = (left, ports, killTimeout);

    protected override void PreStart()
    {
        if (_left.Run is not { HasProcess: true } run)
        {
            Finish(new StopResult(_left.Name, StopOutcome.Killed));
            return;
        }

        // Begins with ProcessSpawned, or ends with ProcessRefused.
        run.Observer!.Redirect(Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ProcessSpawned fact:
                _left.Run!.Process = fact.Process;
                End(fact.Process);
                break;
            case RunGone or ProcessRefused: Finish(new StopResult(_left.Name, StopOutcome.Killed) { Exit = _left.Run!.Exit }); break;
            case ProcessExited fact: _left.Run!.Exit = fact.Status; break;
            case ReceiveTimeout: GiveUp(); break;
            default: Unhandled(message); break;
        }
    }

    private void End(IChildProcess process)
    {
        process.Kill(RunScope.Run);
        process.Settle(RunScope.Run);
        Context.SetReceiveTimeout(_killTimeout);
    }

    private void GiveUp()
    {
        IReadOnlyList<int> survivors = _left.Run!.Process!.Survivors();
        Context.GetLogger().Error("{Child}: {Survivors} outlived SIGKILL; the port is withheld", _left.Name, string.Join(", ", survivors));
        Finish(new StopResult(_left.Name, StopOutcome.StillAlive) { Exit = _left.Run.Exit, Survivors = survivors });
    }

    private void Finish(StopResult result)
    {
        if (_left.Lease is { } lease)
        {
            _ports.Tell(new ReturnLease(lease, Quarantine: result.Outcome == StopOutcome.StillAlive));
        }

        _left.Run?.Dispose();
        foreach (IActorRef waiter in _left.StopWaiters)
        {
            waiter.Tell(result);
        }

        Context.Parent.Tell(new RunReaped(_left.Name));
        Context.Stop(Self);
    }
}
