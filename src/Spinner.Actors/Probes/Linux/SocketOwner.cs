namespace Spinner.Probes.Linux;

/// <summary>Whose a socket is. The likeliest holders are asked first: the leader costs microseconds, the whole process table milliseconds.</summary>
/// <param name="Owner">Unknown when no holder could be found, be it for want of permission or because it has just let go.</param>
/// <param name="Description">The stranger, for people.</param>
internal readonly record struct SocketOwner(ListenerOwner Owner, string Description)
{
    private static readonly SocketOwner _ours = new(ListenerOwner.Ours, "");

    /// <summary>Looks for a holder that belongs to the target's child; a socket that we share with others is ours.</summary>
    public static SocketOwner Of(uint inode, ProbeTarget target) =>
        IsHeldByTree(inode, target.LeaderPid) ? _ours : AmongAll(inode, target);

    private static bool IsHeldByTree(uint inode, int root)
    {
        Queue<int> tree = new([root]);
        while (tree.TryDequeue(out int pid))
        {
            if (ProcessFiles.HoldsSocket(pid, inode) == true)
                return true;
            foreach (int child in ProcessFiles.Children(pid))
                tree.Enqueue(child);
        }

        return false;
    }

    private static SocketOwner AmongAll(uint inode, ProbeTarget target)
    {
        int stranger = 0;
        foreach (int pid in ProcessFiles.All())
        {
            if (ProcessFiles.HoldsSocket(pid, inode) != true)
                continue;
            if (ProcessFiles.Group(pid) == target.LeaderPid || ProcessFiles.HasVariable(pid, target.MarkerVariable, target.Marker))
                return _ours;
            stranger = pid;
        }

        return stranger == 0
            ? new SocketOwner(ListenerOwner.Unknown, "")
            : new SocketOwner(ListenerOwner.Stranger, $"pid {stranger} ({ProcessFiles.Program(stranger)})");
    }
}
