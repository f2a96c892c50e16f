using Spinner.Probes;

namespace Spinner.Testing;

/// <summary>Sockets that exist in a dictionary only; the test sends what runs would.</summary>
internal sealed class FakeNotifySockets : INotifySockets
{
    private readonly Dictionary<string, Socket> _open = new(StringComparer.Ordinal);

    /// <summary>Opening fails with this.</summary>
    public string? Refuses { get; set; }

    /// <summary>The paths of the open sockets, in the order of opening.</summary>
    public IReadOnlyList<string> Open => [.. _open.Values.OrderBy(socket => socket.Serial).Select(socket => socket.Path)];

    /// <summary>All sockets there ever were.</summary>
    public int Opened { get; private set; }

    INotifySocket INotifySockets.Open(string path, Action<NotifyMessage> received)
    {
        if (Refuses is not null)
        {
            throw new IOException(Refuses);
        }

        Socket socket = new(this, path, ++Opened, received);
        _open.Add(path, socket);
        return socket;
    }

    /// <summary>The run with this socket says something.</summary>
    public void Send(string path, NotifyMessage message) => _open[path].Receive(message);

    /// <summary>The run whose socket was opened last says something.</summary>
    public void Send(NotifyMessage message) => Send(Open[^1], message);

    private sealed class Socket(FakeNotifySockets sockets, string path, int serial, Action<NotifyMessage> received) : INotifySocket
    {
        public string Path => path;

        public int Serial => serial;

        public void Receive(NotifyMessage message) => received(message);

        public void Dispose()
        {
            if (sockets._open.TryGetValue(path, out Socket? open) && open == this)
            {
                _ = sockets._open.Remove(path);
            }
        }
    }
}
