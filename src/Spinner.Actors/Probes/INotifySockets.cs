namespace Spinner.Probes;

/// <summary>Sockets on which runs tell how they are: the protocol of sd_notify(3). One for each run that asked for it.</summary>
internal interface INotifySockets
{
    /// <summary>
    /// Opens a socket at this path, which becomes the run's <c>NOTIFY_SOCKET</c>; it can be sent to when the call returns. Each message that says
    /// something we know is passed on, from any thread, one after the other.
    /// </summary>
    /// <exception cref="IOException">It cannot be opened; the message says why.</exception>
    INotifySocket Open(string path, Action<NotifyMessage> received);
}

/// <summary>A socket that a run tells how it is. Disposing closes it and removes the file; nothing is passed on once that has returned.</summary>
internal interface INotifySocket : IDisposable
{
    /// <summary>Where it is.</summary>
    string Path { get; }
}
