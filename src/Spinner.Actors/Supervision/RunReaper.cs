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

    public RunReaper(RunAbandoned left, IActorRef ports) => (_left, _ports) = (left, ports);

    protected override void PreStart()
    {
        if (_left.Run is not { HasProcess: true } run)
        {
            Finish();
            return;
        }

        run.Observer!.Redirect(Self);
        if (run.Process is { } process)
        {
            End(process);
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ProcessSpawned fact: End(fact.Process); break;
            case RunGone or ProcessRefused: Finish(); break;
            case ProcessExited fact: Context.GetLogger().Info("{Child}: the abandoned run ended with {Exit}", _left.Name, fact.Status); break;
            default: Unhandled(message); break;
        }
    }

    private static void End(IChildProcess process)
    {
        process.Kill(RunScope.Run);
        process.Settle(RunScope.Run);
    }

    private void Finish()
    {
        if (_left.Lease is { } lease)
        {
            _ports.Tell(new ReturnLease(lease));
        }

        _left.Run?.Dispose();
        foreach (IActorRef waiter in _left.StopWaiters)
        {
            waiter.Tell(new StopResult(_left.Name, StopOutcome.Killed));
        }

        Context.Parent.Tell(new RunReaped(_left.Name));
        Context.Stop(Self);
    }
}
