namespace Spinner.Host.Daemon;

/// <summary>Why a socket cannot be had.</summary>
internal enum InstanceRefusalKind
{
    /// <summary>Somebody else serves it.</summary>
    InUse,

    /// <summary>The system does not let us, or something else than a socket is in its place.</summary>
    NotPermitted,

    /// <summary>Its folder is not ours alone, or no folder.</summary>
    BadFolder,

    /// <summary>The path is longer than a socket's may be.</summary>
    TooLong,
}

/// <summary>Why a socket cannot be had, and what to do.</summary>
/// <param name="Kind">For programs.</param>
/// <param name="Message">For people: names the path.</param>
internal sealed record InstanceRefusal(InstanceRefusalKind Kind, string Message);
