using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>What a caller wants of a child that has to be up for it: to have it started, to hold it, or to depend on it.</summary>
internal sealed record Wish(ChildSpec Spec, bool IsAutomatic)
{
    /// <summary>It wants a lease.</summary>
    public AcquireChild? Hold { get; private init; }

    /// <summary>It is a child that depends on this one.</summary>
    public AwaitDependency? Dependence { get; private init; }

    /// <summary>What its asker is told when it is not fulfilled: a child that waits must know for which of its runs.</summary>
    public object Refusal(StartFailed why) => Dependence is { } ask ? new DependencyFailed(ask.Run, why) : why;

    public static Wish Of(StartChild start) => new(start.Spec, start.IsAutomatic);

    public static Wish Of(AcquireChild ask) => new(ask.Spec, IsAutomatic: true) { Hold = ask };

    public static Wish Of(AwaitDependency ask) => new(new ChildSpec { Name = ask.Name }, IsAutomatic: true) { Dependence = ask };

    public static Wish Of(RestartChild restart) => new(restart.Spec ?? new ChildSpec { Name = restart.Name }, IsAutomatic: false);

    /// <summary>The wish that a message stands for; null when it is none.</summary>
    public static Wish? In(object message) => message switch
    {
        StartChild start => Of(start),
        AcquireChild acquire => Of(acquire),
        AwaitDependency depend => Of(depend),
        _ => null,
    };
}

/// <summary>A run that depended on another child is gone. From the actor of its child.</summary>
/// <param name="Name">The child it depended on.</param>
/// <param name="Run">The run.</param>
internal sealed record DependencyLeft(ChildName Name, int Run) : INoSerializationVerificationNeeded;

/// <summary>A child that is being started waits for another one. Reply: <see cref="DependencyMet"/>, or <see cref="DependencyFailed"/>.</summary>
/// <param name="Name">The child that is waited for.</param>
/// <param name="Condition">What is waited for.</param>
/// <param name="Of">The child that waits.</param>
/// <param name="Run">Its run.</param>
internal sealed record AwaitDependency(ChildName Name, DependencyCondition Condition, ChildName Of, int Run)
    : IChildMessage, INoSerializationVerificationNeeded;
