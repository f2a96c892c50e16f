namespace Spinner.Protocol;

/// <summary>What happens to a child that prints faster than a subscriber reads.</summary>
public enum OutputOverflow
{
    /// <summary>The oldest waiting line is dropped, and counted; the child is not held up.</summary>
    DropOldest,

    /// <summary>
    /// No line is lost: the child's streams are not read until the subscriber has caught up, so that the child waits in its next write once its
    /// pipe is full. Stopping it works all the same.
    /// </summary>
    BlockChild,
}

/// <summary>How to follow the output of a child.</summary>
public sealed record OutputSubscriptionOptions
{
    /// <summary>The largest <see cref="Capacity"/>.</summary>
    public const int MaxCapacity = 1_000_000;

    /// <summary>How many of the last lines, from before the subscription, come first. Default 0; no more than are kept.</summary>
    public int Tail
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Tail));
            field = value;
        }
    }

    /// <summary>How many new lines may wait to be read; 1-1,000,000, default 1,000. The lines of the tail come on top.</summary>
    /// <remarks>With <see cref="OutputOverflow.BlockChild"/> what was read from the pipe at once may exceed it.</remarks>
    public int Capacity
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Capacity));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxCapacity, nameof(Capacity));
            field = value;
        }
    } = SpinnerDefaults.SubscriptionCapacity;

    /// <summary>What happens when that many wait. Default <see cref="OutputOverflow.DropOldest"/>.</summary>
    public OutputOverflow Policy
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
                throw new ArgumentOutOfRangeException(nameof(Policy), value, "Not a policy.");
            field = value;
        }
    }
}
