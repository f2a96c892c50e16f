using Akka.Actor;
using Spinner.Output;
using Spinner.Policies;
using Spinner.Ports;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>The steps that Starting and Restarting go through: drain the old run, build, lease, spawn, listen; or clear a failed one away.</summary>
internal sealed partial class ChildActor
{
    private enum Step
    {
        Drain,
        Build,
        Lease,
        Spawn,
        Listen,
        Clear,
    }

    private Step _step;
    private long _stepsBegan;

    private void BeginSteps()
    {
        _portReplacements = 0;
        _stepsBegan = Time.GetTimestamp();
        if (_run is { HasProcess: true } old)
        {
            _step = Step.Drain;
            AskToEnd(old);
        }
        else
        {
            BeginRun();
        }
    }

    private bool HandleStep(object message)
    {
        switch (message)
        {
            case BuildFinished fact when IsCurrent(fact) && _step == Step.Build: OnBuilt(fact.Build); break;
            case PortLeased fact when _run?.Number == fact.Run && _step == Step.Lease: OnLeased(fact.Lease); break;
            case PortRefused fact when _run?.Number == fact.Run && _step == Step.Lease:
                Fail(Failures.NoPort(_run, fact.Message));
                break;
            case ProcessSpawned fact when IsCurrent(fact) && _step == Step.Spawn: OnSpawned(fact.Process); break;
            case ProcessRefused fact when IsCurrent(fact): OnRefused(fact.Failure); break;
            case ProbeAnswered fact when IsCurrent(fact) && _step == Step.Listen: OnListener(fact.Answer); break;
            case StartDeadlineReached fact when IsCurrent(fact) && _step == Step.Listen: Clear(StartFailureReason.TimedOut); break;
            case StartDeadlineReached fact when IsCurrent(fact) && _step == Step.Lease: Fail(Failures.NoLease(_run!)); break;
            case ProcessExited fact when IsCurrent(fact) && _step == Step.Listen:
                NoteExit(fact.Status);
                Clear(StartFailureReason.Exited);
                break;
            case RunGone fact when IsCurrent(fact) && _step == Step.Drain: BeginRun(); break;
            case RunGone fact when IsCurrent(fact): OnCleared(); break;
            case KillDeadlineReached fact when IsCurrent(fact): GiveUpKilling(); break;
            default: return HandleEnding(message);
        }

        return true;
    }

    private void BeginRun()
    {
        bool drained = _run is not null;
        ForgetRun();
        _run = new Run(++_runNumber, _plan!, Time, drained ? _stepsBegan : Time.GetTimestamp());
        if (drained) _run.Mark("drain");
        Context.Parent.Tell(new RunBegan(_name, _spec!, _runNumber));
        if (TryArmWatch(out string? error))
        {
            BuildScript();
        }
        else
        {
            Fail(Failures.SpawnFailed(_run, error));
        }
    }

    private void BuildScript()
    {
        if (_run!.Plan.BuildSource is not { } source)
        {
            LeaseEndpoint();
            return;
        }

        _step = Step.Build;
        (IActorRef self, int number) = (Self, _run.Number);
        _services.Builder.Build(
            source,
            _run.Plan.WorkingDirectory,
            _run.Plan.BuildTimeout,
            build => self.Tell(new BuildFinished(number, build), ActorRefs.NoSender),
            _run.BuildCancelled);
    }

    private void OnBuilt(ScriptBuild build)
    {
        _run!.Mark("build");
        if (build.Program is null)
        {
            Fail(Failures.BuildFailed(_run, build.Error ?? "no reason given", build.Tail));
            return;
        }

        _run.BuiltProgram = build.Program;
        LeaseEndpoint();
    }

    private void LeaseEndpoint()
    {
        _step = Step.Lease;
        if (_lease is not null && !PortPolicy.Fits(_lease.Endpoint, _run!.Plan))
        {
            ReturnLease();
        }

        if (_lease is not null)
        {
            OnLeased(_lease);
            return;
        }

        Timers.StartSingleTimer(StartDeadlineKey, new StartDeadlineReached(_run!.Number), _run.Plan.StartTimeout);
        _ports.Tell(_run.Plan.Endpoint == EndpointKind.Unix
            ? new LeaseSocket(_run.Number, _serial)
            : new LeasePort(_run.Number, _run.Plan.PortRange));
    }

    private void OnLeased(PortLease lease)
    {
        Timers.Cancel(StartDeadlineKey);
        _lease = lease;
        _run!.Mark("lease");
        _step = Step.Spawn;
        try
        {
            _run.Output = _services.Output.Open(
                new OutputRequest(_name, _run.Number, _run.Plan.Stdout, _run.Plan.Stderr, _run.Plan.LoggerCategory));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Fail(Failures.SpawnFailed(_run, refused.Message));
            return;
        }

        _run.Observer = new RunObserver(Self, _run.Number, _run.Output);
        _services.Launcher.Launch(
            LaunchSpecs.Create(_run.Plan, _run.BuiltProgram, lease.Endpoint, Marker(_run), _services.InheritedEnvironment), _run.Observer);

        // Not before: what a launcher that throws has not spawned would be waited for for ever.
        _run.HasProcess = true;
    }

    private void OnSpawned(IChildProcess process)
    {
        _run!.Process = process;
        _run.Mark("spawn");
        _step = Step.Listen;
        (IActorRef self, int number) = (Self, _run.Number);
        Timers.StartSingleTimer(StartDeadlineKey, new StartDeadlineReached(number), _run.Plan.StartTimeout);
        _run.Probe = _services.Probe.WhenListening(
            new ProbeTarget(_lease!.Endpoint, process.Identity.Pid, RunMarker.Variable, Marker(_run)),
            answer => self.Tell(new ProbeAnswered(number, answer), ActorRefs.NoSender));
    }

    private void OnRefused(SpawnFailure failure)
    {
        _run!.HasProcess = false;
        if (_step == Step.Drain)
        {
            BeginRun();
        }
        else
        {
            Fail(Failures.SpawnFailed(_run, failure.Message));
        }
    }

    private string Marker(Run run) => RunMarker.For(_services.MarkerPrefix, _serial, run.Number);
}
