using Akka.Actor;
using Spinner.Ports;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>The way of a run from the wish to being ready; the same for a start, a restart and the candidate of a tandem update.</summary>
internal sealed partial class ChildActor
{
    private const string WaitKey = "wait";
    private const string StartDeadlineKey = "start-deadline";

    /// <summary>Removes what there is of the old run, then begins the next in its place, after a wait if there is to be one.</summary>
    private void BeginSteps(Run? old, TimeSpan wait = default)
    {
        if (old is { Step: Step.Clear, Failing: StartFailureReason.PortTaken })
        {
            ReturnLease(old, quarantine: true);
        }

        if (old is { HasProcess: true })
        {
            (old.Step, old.WaitAfter, old.DrainBegan) = (Step.Drain, wait, Time.GetTimestamp());
            AskToEnd(old);
        }
        else
        {
            Replace(old, wait);
        }
    }

    /// <summary>The next run takes the place of the old one, of which nothing is left, and its lease.</summary>
    private void Replace(Run? old, TimeSpan wait)
    {
        bool drained = old is { Step: Step.Drain };
        bool isCandidate = old is not null && old == _twin;
        Run next = NewRun(drained ? old!.DrainBegan : Time.GetTimestamp());
        if (drained) next.Mark("drain");
        (next.Lease, next.SharesLease) = (old?.Lease, old is { SharesLease: true });
        next.PortReplacements = old is { Step: Step.Clear } ? old.PortReplacements : 0;
        if (old is not null)
        {
            old.Lease = null;
            Forget(old);
        }

        if (isCandidate) _twin = next;
        else _run = next;
        Begin(next, wait);
    }

    private Run NewRun(long began)
    {
        Run run = new(++_runNumber, _spec!, _plan!, Time, began);
        Keep();
        return run;
    }

    private void Begin(Run run, TimeSpan wait)
    {
        if (wait > TimeSpan.Zero)
        {
            run.Step = Step.Wait;
            _nextAttempt = (Time.GetTimestamp(), wait);
            Timers.StartSingleTimer((WaitKey, run.Number), new WaitOver(run.Number), wait);
        }
        else
        {
            AwaitDependencies(run);
        }
    }

    /// <summary>A fact about a run on its way; false when it means nothing to it now.</summary>
    private bool HandleStep(Run run, object message)
    {
        switch (message, run.Step)
        {
            case (IRunFact fact, _) when fact.Run != run.Number: return false;
            case (WaitOver, Step.Wait):
                run.Mark("wait");
                AwaitDependencies(run);
                break;
            case (DependencyMet fact, Step.Depend): OnDependencyMet(run, fact.Dependency); break;
            case (DependencyFailed fact, Step.Depend): Fail(run, Failures.Dependency(run, fact.Failure)); break;
            case (BuildFinished fact, Step.Build): OnBuilt(run, fact.Build); break;
            case (PortLeased fact, Step.Lease) when fact.Run == run.Number: OnLeased(run, fact.Lease); break;
            case (PortRefused fact, Step.Lease) when fact.Run == run.Number: Fail(run, Failures.NoPort(run, fact.Message)); break;
            case (ProcessSpawned fact, Step.Spawn): OnSpawned(run, fact.Process); break;
            case (ProcessRefused fact, Step.Drain): OnRefused(run); Replace(run, run.WaitAfter); break;
            case (ProcessRefused fact, _): OnRefused(run); Fail(run, Failures.SpawnFailed(run, fact.Failure.Message)); break;
            case (Notified fact, _): OnNotified(run, fact.Message); break;
            case (StartDeadlineReached, Step.Lease): Fail(run, Failures.NoLease(run)); break;
            case (StartDeadlineReached, Step.Ready): Clear(run, StartFailureReason.TimedOut); break;
            case (ProcessExited fact, Step.Ready):
                NoteExit(run, fact.Status);
                Clear(run, StartFailureReason.Exited);
                break;
            case (IRunFact, Step.Ready) when HandleReadiness(run, message): break;
            case (RunGone, Step.Drain): Replace(run, run.WaitAfter); break;
            case (RunGone, _): OnCleared(run); break;
            case (KillDeadlineReached, _): GiveUpKilling(run); break;
            default: return HandleEnding(run, message);
        }

        return true;
    }

    private void BuildScript(Run run)
    {
        if (run.Plan.BuildSource is not { } source)
        {
            LeaseEndpoint(run);
            return;
        }

        run.Step = Step.Build;
        (IActorRef self, int number) = (Self, run.Number);
        _services.Builder.Build(
            source,
            run.Plan.WorkingDirectory,
            run.Plan.BuildTimeout,
            build => self.Tell(new BuildFinished(number, build), ActorRefs.NoSender),
            run.BuildCancelled);
    }

    private void OnBuilt(Run run, ScriptBuild build)
    {
        run.Mark("build");
        if (build.Program is null)
        {
            Fail(run, Failures.BuildFailed(run, build.Error ?? $"the build of '{run.Plan.BuildSource}' gave no reason.", build.Tail));
            return;
        }

        run.BuiltProgram = build.Program;
        LeaseEndpoint(run);
    }

    private static void OnRefused(Run run) => run.HasProcess = false;

    private string Marker(Run run) => RunMarker.For(_services.MarkerPrefix, _origin.Serial, run.Number);
}
