using Microsoft.Win32.SafeHandles;
using Spinner.Ports;

namespace Spinner.Actors.Tests.Ports;

/// <summary>A machine on which the test decides what can be bound; no socket is opened.</summary>
internal sealed class FakeListenSockets : IListenSockets
{
    public string Host => "127.0.0.1";

    /// <summary>Ports that somebody takes just before we do.</summary>
    public HashSet<int> Lost { get; } = [];

    /// <summary>Opening any socket fails with this.</summary>
    public string? Fails { get; set; }

    public ListenSocket? TryListen(int port) => Lost.Contains(port) ? null : Open();

    public ListenSocket Listen(string path) => Open();

    private ListenSocket Open()
    {
        if (Fails is not null)
            throw new IOException(Fails);
        SafeFileHandle handle = new(-1, ownsHandle: false);
        return new ListenSocket(handle, handle);
    }
}
