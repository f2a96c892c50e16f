using System.Runtime.InteropServices;

namespace Spinner.Ports;

/// <summary>
/// A socket that listens already and is handed to one run after the other, so that connections wait in its backlog between two of them.
/// Closing it (done by who leased it out, when the lease is returned) also removes the path of a unix socket; a process that was
/// handed it goes on listening.
/// </summary>
/// <param name="handle">The socket, for the launcher. It closes on exec: no process gets it but those it is handed to.</param>
/// <param name="owner">What closes it.</param>
internal sealed class ListenSocket(SafeHandle handle, IDisposable owner) : IDisposable
{
    /// <summary>The socket's handle; closed when the lease has been returned.</summary>
    public SafeHandle Handle => handle;

    /// <inheritdoc/>
    public void Dispose() => owner.Dispose();
}
