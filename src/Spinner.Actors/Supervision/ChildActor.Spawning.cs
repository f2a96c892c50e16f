using Akka.Actor;
using Spinner.Policies;
using Spinner.Ports;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>The steps Lease and Spawn: an endpoint, the output, a process.</summary>
internal sealed partial class ChildActor
{
    private void LeaseEndpoint(Run run)
    {
        run.Step = Step.Lease;
        if (run.Lease is { } kept && !Fits(kept, run.Plan))
        {
            ReturnLease(run);
        }

        if (run.Plan.Endpoint == EndpointKind.None || run.Lease is not null)
        {
            OnLeased(run, run.Lease);
            return;
        }

        if (run == _twin && run.Plan.Listen == ListenMode.Inherit && _run!.Lease is { } shared && Fits(shared, run.Plan))
        {
            // One socket serves both runs of an update.
            run.SharesLease = true;
            OnLeased(run, shared);
            return;
        }

        Timers.StartSingleTimer((StartDeadlineKey, run.Number), new StartDeadlineReached(run.Number), run.Plan.StartTimeout);
        PortRange? range = run.Plan.Endpoint == EndpointKind.Unix ? null : run.Plan.PortRange;
        _ports.Tell(run.Plan.Listen == ListenMode.Inherit ? new LeaseListener(run.Number, _origin.Serial, range)
            : range is null ? new LeaseSocket(run.Number, _origin.Serial)
            : new LeasePort(run.Number, range));
    }

    private static bool Fits(PortLease lease, ChildPlan plan) =>
        PortPolicy.Fits(lease.Endpoint, plan, lease.Listener is null ? ListenMode.Bind : ListenMode.Inherit);

    private void OnLeased(Run run, PortLease? lease)
    {
        Timers.Cancel((StartDeadlineKey, run.Number));
        run.Lease = lease;
        run.Mark("lease");
        run.Step = Step.Spawn;
        try
        {
            run.Output = OpenOutput(run);
            run.Notify = OpenNotify(run);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Fail(run, Failures.SpawnFailed(run, refused.Message));
            return;
        }

        run.Observer = new RunObserver(Self, run.Number, run.Output);
        _services.Launcher.Launch(
            LaunchSpecs.Create(run, Marker(run), _services.InheritedEnvironment, _services.Options.BindAddress), run.Observer);

        // Not before: what a launcher that throws has not spawned would be waited for for ever.
        run.HasProcess = true;
    }

    private Output.IRunOutput OpenOutput(Run run)
    {
        (IActorRef self, int number) = (Self, run.Number);
        bool awaitsLine = run.Plan.Readiness.Kind == ReadinessKind.LogLine;
        return _services.Output.Open(new Output.OutputRequest(_name, number, run.Plan.Stdout, run.Plan.Stderr, run.Plan.LoggerCategory)
        {
            ReadyLine = awaitsLine ? LogPattern.Compile(run.Plan.Readiness.Pattern!) : null,
            Ready = awaitsLine ? _ => self.Tell(new ReadyLineSeen(number), ActorRefs.NoSender) : null,
            Incident = incident => self.Tell(new OutputTrouble(number, incident), ActorRefs.NoSender),
        });
    }

    private Probes.INotifySocket? OpenNotify(Run run)
    {
        if (run.Plan.Readiness.Kind != ReadinessKind.Notify && run.Plan.Liveness.Kind != LivenessKind.Watchdog)
        {
            return null;
        }

        (IActorRef self, int number) = (Self, run.Number);
        return _services.Notify.Open(
            _services.NotifyPath(_origin.Serial, number), message => self.Tell(new Notified(number, message), ActorRefs.NoSender));
    }

    private void OnSpawned(Run run, IChildProcess process)
    {
        run.Process = process;
        run.Mark("spawn");
        run.Step = Step.Ready;
        run.Readiness.Began = Time.GetTimestamp();
        Timers.StartSingleTimer((StartDeadlineKey, run.Number), new StartDeadlineReached(run.Number), run.Readiness.Patience);
        AskWhetherReady(run);
    }
}
