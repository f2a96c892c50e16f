namespace Spinner.Ports;

/// <summary>Opens the listening sockets that are handed to children; tests put fakes here.</summary>
internal interface IListenSockets
{
    /// <summary>The literal address that leads to a TCP socket of ours: 127.0.0.1 where it listens on all.</summary>
    string Host { get; }

    /// <summary>Listens on this port; null when the port is not to be had. Throws <see cref="IOException"/> when no socket is.</summary>
    ListenSocket? TryListen(int port);

    /// <summary>Listens on a path where nothing is yet. Throws <see cref="IOException"/> when that fails.</summary>
    ListenSocket Listen(string path);
}
