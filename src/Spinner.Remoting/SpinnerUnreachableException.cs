namespace Spinner.Remoting;

/// <summary>A Spinner on another node cannot be reached, or can no longer. Whether what was asked for has been done there is not known.</summary>
public sealed class SpinnerUnreachableException : Exception
{
    /// <summary>An exception that says so of an address.</summary>
    /// <param name="address">Where it was looked for.</param>
    /// <param name="reason">Why it counts as unreachable, in a few words.</param>
    public SpinnerUnreachableException(string address, string reason)
        : base($"Spinner at {address} is unreachable: {reason}.") => (Address, Reason) = (address, reason);

    /// <summary>Where it was looked for: <c>akka.ssl.tcp://name@host:port</c>.</summary>
    public string Address { get; }

    /// <summary>Why it counts as unreachable.</summary>
    public string Reason { get; }
}
