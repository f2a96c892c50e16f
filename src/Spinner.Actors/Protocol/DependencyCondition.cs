namespace Spinner.Protocol;

/// <summary>What a child waits for in another one before it is spawned.</summary>
public enum DependencyCondition
{
    /// <summary>The other one is started: ready, as its readiness check says.</summary>
    Started,

    /// <summary>It is started, and its liveness check has passed once; without such a check the same as <see cref="Started"/>.</summary>
    Healthy,

    /// <summary>It has ended with a success code. A child that completed before is not run again for it.</summary>
    Completed,
}
