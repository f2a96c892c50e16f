namespace Spinner.Ports;

/// <summary>Knows which ports of this machine are free; tests put fakes here.</summary>
internal interface IPortTester
{
    /// <summary>The ports the OS gives to outgoing connections; null when it does not say.</summary>
    (int First, int Last)? EphemeralRange { get; }

    /// <summary>Whether nobody holds the port, on any address of either family. It may be taken right afterwards.</summary>
    bool IsFree(int port);

    /// <summary>
    /// Whether a server could listen on a port that <see cref="IsFree"/> denies: only closed connections linger on it. A socket that is
    /// bound but does not listen looks the same, so this is for when nothing better is left.
    /// </summary>
    bool IsLingering(int port) => false;
}
