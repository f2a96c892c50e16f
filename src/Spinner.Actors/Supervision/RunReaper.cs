using Akka.Actor;
using Akka.Event;
using Spinner.Ports;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Removes what the failed actor of a child left behind: kills its runs, returns their leases, answers who waited for a stop.</summary>
internal sealed class RunReaper : UntypedActor
{
    private readonly RunsAbandoned _left;
    private readonly IActorRef _ports;
    private readonly TimeSpan _killTimeout;
    private readonly List<Run> _present;
    private readonly List<int> _survivors = [];
    private ExitStatus? _exit;

    public RunReaper(RunsAbandoned left, IActorRef ports, TimeSpan killTimeout)
    {
        (_left, _ports, _killTimeout) = (left, ports, killTimeout);
        _present = [.. left.Runs];
    }

    protected override void PreStart()
    {
        foreach (Run run in _left.Runs)
        {
            // Begins with ProcessSpawned, or ends with ProcessRefused.
            if (run.HasProcess) run.Observer!.Redirect(Self);
            else Finish(run);
        }

        AnswerIfDone();
    }

    protected override void OnReceive(object message)
    {
        if (message is ReceiveTimeout)
        {
            foreach (Run run in _present.Where(run => run.Process is not null).ToArray())
            {
                GiveUp(run);
            }
        }
        else if (message is IRunFact fact)
        {
            if (_present.Find(run => run.Number == fact.Run) is { } run) Handle(run, fact);
        }
        else
        {
            Unhandled(message);
        }

        AnswerIfDone();
    }

    private void Handle(Run run, IRunFact fact)
    {
        switch (fact)
        {
            case ProcessSpawned spawned:
                run.Process = spawned.Process;
                run.Process.Kill(RunScope.Run);
                run.Process.Settle(RunScope.Run);
                Context.SetReceiveTimeout(_killTimeout);
                break;
            case ProcessExited exited: run.Exit = exited.Status; break;
            case RunGone or ProcessRefused: Finish(run); break;
        }
    }

    private void GiveUp(Run run)
    {
        IReadOnlyList<int> survivors = run.Process!.Survivors();
        Context.GetLogger().Error("{Child}: {Survivors} outlived SIGKILL; the port is withheld", _left.Name, string.Join(", ", survivors));
        _survivors.AddRange(survivors);
        Finish(run, isAlive: true);
    }

    private void Finish(Run run, bool isAlive = false)
    {
        if (run is { Lease: { } lease, SharesLease: false })
        {
            _ports.Tell(new ReturnLease(lease, Quarantine: isAlive));
        }

        _exit = run.Exit ?? _exit;
        run.Dispose();
        _present.Remove(run);
    }

    private void AnswerIfDone()
    {
        if (_present.Count > 0)
        {
            return;
        }

        StopResult result = new(_left.Name, _survivors.Count > 0 ? StopOutcome.StillAlive : StopOutcome.Killed) { Exit = _exit, Survivors = _survivors };
        foreach (IActorRef waiter in _left.StopWaiters)
        {
            waiter.Tell(result);
        }

        Context.Parent.Tell(new RunsReaped(_left.Name));
        Context.Stop(Self);
    }
}
