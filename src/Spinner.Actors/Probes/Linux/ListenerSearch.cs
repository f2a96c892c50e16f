using Spinner.Protocol;

namespace Spinner.Probes.Linux;

/// <summary>
/// One look at the kernel's socket tables for all pending probes. Who holds a socket is looked up anew in each pass, as pids and
/// inodes may be reused; a holder that cannot be found must be missed twice, for it may have let go between two reads.
/// </summary>
internal sealed class ListenerSearch : IDisposable
{
    private readonly List<TcpListenerSocket> _tcp = [];
    private readonly List<UnixListenerSocket> _unix = [];
    private readonly Dictionary<PendingProbe, uint> _unexplained = [];
    private SocketTable? _table;

    /// <summary>Answers the probes whose endpoint is listened on.</summary>
    public void Pass(IReadOnlyList<PendingProbe> probes)
    {
        Read(probes);
        foreach (PendingProbe probe in probes)
        {
            ProbeAnswer? found = probe.Target.Endpoint.Kind == EndpointKind.Tcp ? FindTcp(probe) : FindUnix(probe);
            if (found is not null)
                probe.Answer(found);
            if (probe.IsOver)
                _unexplained.Remove(probe);
        }
    }

    /// <summary>Forgets a probe that was disposed.</summary>
    public void Forget(PendingProbe probe) => _unexplained.Remove(probe);

    public void Dispose() => _table?.Dispose();

    private void Read(IReadOnlyList<PendingProbe> probes)
    {
        _tcp.Clear();
        _unix.Clear();
        int tcp = probes.Count(probe => probe.Target.Endpoint.Kind == EndpointKind.Tcp);
        try
        {
            _table ??= new SocketTable();
            if (tcp > 0)
                _table.ReadTcp(tcp == 1 ? probes.First(probe => probe.Target.Endpoint.Kind == EndpointKind.Tcp).Target.Endpoint.Port : 0, _tcp);
            if (tcp < probes.Count)
                _table.ReadUnix(_unix);
        }
        catch (NetlinkException)
        {
            // Short of descriptors or memory: what was read is true, and the next pass asks again with a new socket. Should it never
            // succeed, the child's start deadline tells.
            _table?.Dispose();
            _table = null;
        }
    }

    private ProbeAnswer? FindTcp(PendingProbe probe)
    {
        int port = probe.Target.Endpoint.Port;
        List<(TcpListenerSocket Socket, SocketOwner Holder)> found = [];
        foreach (TcpListenerSocket socket in _tcp)
        {
            if (socket.Port == port)
                found.Add((socket, SocketOwner.Of(socket.Inode, probe.Target)));
        }

        // Ours, unless a stranger's socket may be given the connections that are meant for it. IPv4 comes first in the table.
        foreach ((TcpListenerSocket socket, SocketOwner holder) in found)
        {
            bool isContested = found.Any(other => other.Holder.Owner == ListenerOwner.Stranger && other.Socket.Competes(socket));
            if (holder.Owner == ListenerOwner.Ours && !isContested)
                return new ProbeAnswer(ListenerOwner.Ours, ChildEndpoint.Tcp(socket.Host, port), "");
        }

        foreach ((TcpListenerSocket socket, SocketOwner holder) in found)
        {
            if (holder.Owner == ListenerOwner.Stranger)
                return new ProbeAnswer(ListenerOwner.Stranger, ChildEndpoint.Tcp(socket.Host, port), holder.Description);
        }

        return found.Count > 0 && IsMissedAgain(probe, found[0].Socket.Inode)
            ? new ProbeAnswer(ListenerOwner.Unknown, ChildEndpoint.Tcp(found[0].Socket.Host, port), "")
            : null;
    }

    private ProbeAnswer? FindUnix(PendingProbe probe)
    {
        SocketOwner? best = null;
        uint inode = 0;
        // A path that was removed and bound again may be listened on twice; only the newer one can be reached, and that may be ours.
        foreach (UnixListenerSocket socket in _unix)
        {
            if (!string.Equals(socket.Path, probe.Target.Endpoint.Path, StringComparison.Ordinal))
                continue;
            SocketOwner holder = SocketOwner.Of(socket.Inode, probe.Target);
            if (best is null || holder.Owner == ListenerOwner.Ours)
                (best, inode) = (holder, socket.Inode);
        }

        if (best is not { } owner || (owner.Owner == ListenerOwner.Unknown && !IsMissedAgain(probe, inode)))
            return null;
        return new ProbeAnswer(owner.Owner, probe.Target.Endpoint, owner.Description);
    }

    private bool IsMissedAgain(PendingProbe probe, uint inode)
    {
        bool again = _unexplained.TryGetValue(probe, out uint before) && before == inode;
        _unexplained[probe] = inode;
        return again;
    }
}
