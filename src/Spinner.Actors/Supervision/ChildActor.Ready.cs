using Akka.Actor;
using Akka.Event;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>
/// The last step. A run is ready when one of its own processes listens on its endpoint, and what its readiness check asks for has come about as
/// well: so a stranger on the port is noticed whatever the check, and the literal address is known. One of which nothing is asked is ready at once.
/// </summary>
internal sealed partial class ChildActor
{
    private const string ReadinessKey = "readiness";

    private void AskWhetherReady(Run run)
    {
        ReadinessKind kind = run.Plan.Readiness.Kind;
        bool isInherited = run.Plan.Listen == ListenMode.Inherit;
        run.Readiness.IsSaid |= kind is ReadinessKind.Listen or ReadinessKind.None;
        if (run.Lease is null || kind == ReadinessKind.None || (isInherited && kind != ReadinessKind.Listen))
        {
            // There is nothing to listen on, or it is not waited for, or our own socket listens already.
            run.Readiness.ListensOn = run.Endpoint;
        }
        else
        {
            (IActorRef self, int number) = (Self, run.Number);
            ProbeTarget target = new(run.Endpoint, run.Process!.Identity.Pid, RunMarker.Variable, Marker(run));
            void Answer(ProbeAnswer answer) => self.Tell(new ProbeAnswered(number, answer), ActorRefs.NoSender);
            run.Readiness.Probe = isInherited ? _services.Probe.WhenAccepting(target, Answer) : _services.Probe.WhenListening(target, Answer);
        }

        if (kind == ReadinessKind.Exec || (kind == ReadinessKind.Http && run.Readiness.ListensOn is not null))
        {
            CheckReadiness(run);
        }

        BecomeReadyIfAllIsWell(run);
    }

    private bool HandleReadiness(Run run, object message)
    {
        switch (message)
        {
            case ProbeAnswered fact: OnListener(run, fact.Answer); return true;
            case ReadyLineSeen:
                run.Readiness.IsSaid = true;
                BecomeReadyIfAllIsWell(run);
                return true;
            case ReadinessDue: CheckReadiness(run); return true;
            case ReadinessChecked fact: OnReadinessChecked(run, fact.Complaint); return true;
            default: return false;
        }
    }

    private void OnListener(Run run, ProbeAnswer answer)
    {
        if (answer.Owner == ListenerOwner.Stranger)
        {
            run.Stranger = answer.Description;
            Clear(run, StartFailureReason.PortTaken);
            return;
        }

        if (answer.Owner == ListenerOwner.Unknown)
        {
            _log.Warning("Somebody listens on {Endpoint}; whether it is this child could not be seen", answer.Endpoint);
        }

        run.Readiness.ListensOn = answer.Endpoint;
        if (run.Plan.Readiness.Kind == ReadinessKind.Http)
        {
            CheckReadiness(run);
        }

        BecomeReadyIfAllIsWell(run);
    }

    private void CheckReadiness(Run run)
    {
        (IActorRef self, int number) = (Self, run.Number);
        run.Readiness.Check?.Dispose();
        run.Readiness.Check = _services.Health.Check(
            HealthTargets.OfReadiness(run, Marker(run), _services.InheritedEnvironment, _services.Options.BindAddress),
            complaint => self.Tell(new ReadinessChecked(number, complaint), ActorRefs.NoSender));
    }

    private void OnReadinessChecked(Run run, string? complaint)
    {
        run.Readiness.LastComplaint = complaint;
        if (complaint is null)
        {
            run.Readiness.IsSaid = true;
            BecomeReadyIfAllIsWell(run);
        }
        else
        {
            _log.Debug("Run {Run} is not ready: {Complaint}", run.Number, complaint);
            Timers.StartSingleTimer((ReadinessKey, run.Number), new ReadinessDue(run.Number), run.Plan.Readiness.Interval!.Value);
        }
    }

    private void BecomeReadyIfAllIsWell(Run run)
    {
        if (run.Readiness is not { IsSaid: true, ListensOn: { } endpoint })
        {
            return;
        }

        Timers.Cancel((StartDeadlineKey, run.Number));
        run.StopWaiting();
        run.Mark("ready");
        run.Step = Step.Up;
        run.StartedAt = Time.GetTimestamp();
        run.Started = new StartSucceeded(_name, endpoint, run.Process!.Identity.Pid, run.Number, run.Journey);
        _services.Figures.NoteReady(_name, TimeSpan.FromTicks(run.Started.Journey.Sum(step => step.Elapsed.Ticks)));
        if (run == _twin) TakeOverFrom(_run!);
        else EnterStarted(run);
    }
}
