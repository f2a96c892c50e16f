using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>The configuration file was read again.</summary>
/// <param name="Added">Children that are new in it.</param>
/// <param name="Changed">Children with other settings.</param>
/// <param name="Switched">Children with other settings that no run has to end for.</param>
/// <param name="Removed">Children that are no longer in it.</param>
internal sealed record ApplyDifference(
    IReadOnlyList<KeptChild> Added, IReadOnlyList<KeptChild> Changed, IReadOnlyList<KeptChild> Switched, IReadOnlyList<ChildName> Removed)
    : INoSerializationVerificationNeeded;

/// <summary>The difference is under way.</summary>
internal sealed record DifferenceApplied : INoSerializationVerificationNeeded
{
    public static DifferenceApplied Instance { get; } = new();
}

internal sealed partial class Foreman
{
    private void OnDifference(ApplyDifference difference)
    {
        foreach (ChildName name in difference.Removed)
        {
            _children.Remove(name);
            Timers.Cancel(name);
            _plan.Spinner.Tell(new ForgetChild(name), Self);
        }

        KeptChild[] others = [.. difference.Added, .. difference.Changed, .. difference.Switched];
        foreach (KeptChild child in others)
        {
            _children[child.Spec.Name] = child;
            Timers.Cancel(child.Spec.Name);
        }

        Begin([.. others.Where(child => !IsUp(child.Spec.Name))]);
        foreach (KeptChild child in difference.Switched.Where(child => IsUp(child.Spec.Name)))
            _plan.Spinner.Tell(new DefineChild(child.Spec), Self);
        foreach (KeptChild child in difference.Added.Concat(difference.Changed).Where(child => IsUp(child.Spec.Name)))
            _plan.Spinner.Tell(new RestartChild(child.Spec.Name, child.Spec), Self);
        Sender.Tell(DifferenceApplied.Instance);
    }

    private bool IsUp(ChildName name) =>
        _states.GetValueOrDefault(name, ChildState.Stopped) is ChildState.Starting or ChildState.Started or ChildState.Restarting;
}
