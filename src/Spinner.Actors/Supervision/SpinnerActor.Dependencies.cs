using Akka.Actor;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>Who depends on whom: only here is it known of all children.</summary>
public sealed partial class SpinnerActor
{
    /// <summary>A spec that would close a circle is answered, and reaches no child.</summary>
    private bool HasCircle(IChildMessage message)
    {
        ChildSpec? spec = message switch
        {
            StartChild start => start.Spec,
            DefineChild define => define.Spec,
            AcquireChild acquire => acquire.Spec,
            RestartChild restart => restart.Spec,
            _ => null,
        };
        if (spec?.DependsOn is not { Count: > 0 } dependencies || spec.Name?.Value is not { } name || FindCircle(name, dependencies.Keys) is not { } circle)
        {
            return false;
        }

        Sender.Tell(Failures.Circle(spec.Name, circle));
        return true;
    }

    /// <summary>
    /// The spec of the child that waits may have come in at the same moment as that of the other, so here, where both are known, it is looked at again.
    /// </summary>
    private void RouteDependency(AwaitDependency ask)
    {
        if (FindCircle(ask.Of.Value, DependenciesOf(ask.Of.Value)) is { } circle)
        {
            Sender.Tell(new DependencyFailed(ask.Run, Failures.Circle(ask.Of, circle)));
        }
        else if (!_children.ContainsKey(ask.Name.Value))
        {
            Sender.Tell(new DependencyFailed(ask.Run, Failures.UnknownDependency(ask.Name, ask.Of)));
        }
        else
        {
            Route(ask);
        }
    }

    /// <summary>Children that others depend on are stopped after these.</summary>
    private void StopEach(bool pin)
    {
        IReadOnlyList<IReadOnlyList<string>> layers = DependencyGraph.StopOrder([.. _children.Keys], DependenciesOf);
        Collect(
            [.. layers.Select(layer => Names(layer.Select(name => _children[name])).Select(name => new StopChild(name) { Pin = pin }))],
            all => new StopAllResult(all.OfType<StopResult>().ToArray()));
    }

    private IReadOnlyList<string>? FindCircle(string name, IEnumerable<string> dependsOn) =>
        DependencyGraph.FindCircle(name, dependsOn, DependenciesOf);

    private IEnumerable<string> DependenciesOf(string name) =>
        (_children.TryGetValue(name, out ChildEntry? entry) ? entry.Spec?.DependsOn?.Keys : null) ?? [];
}
