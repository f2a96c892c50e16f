using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Benchmarks;

/// <summary>Waits for restarts on the event stream.</summary>
internal sealed class EventListener : IDisposable
{
    private readonly IActorRef _actor;

    public EventListener(ActorSystem system) => _actor = system.ActorOf(Props.Create(() => new Waiter()));

    /// <summary>The next restart of the child. The wait has begun when this returns.</summary>
    public Task<ChildRestarted> Next(ChildName name)
    {
        TaskCompletionSource<ChildRestarted> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Tell((name, source));
        return source.Task;
    }

    public void Dispose() => _actor.Tell(PoisonPill.Instance);

    private sealed class Waiter : UntypedActor
    {
        private readonly Dictionary<ChildName, TaskCompletionSource<ChildRestarted>> _waiting = [];

        protected override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(ChildRestarted));

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case (ChildName name, TaskCompletionSource<ChildRestarted> source): _waiting[name] = source; break;
                case ChildRestarted restarted when _waiting.Remove(restarted.Name, out TaskCompletionSource<ChildRestarted>? source): source.SetResult(restarted); break;
                case ChildRestarted: break;
                default: Unhandled(message); break;
            }
        }
    }
}
