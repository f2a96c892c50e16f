using Spinner.Probes.Linux;

namespace Spinner.Probes;

/// <summary>Picks the probe that fits this machine.</summary>
internal static class ReadinessProbes
{
    /// <summary>The kernel's socket tables where they can be read; else connecting. The result may be disposable.</summary>
    public static IReadinessProbe Create(TimeProvider time)
    {
        if (!OperatingSystem.IsLinux())
            return new ConnectProbe(time);
        try
        {
            using SocketTable table = new();
            table.ReadTcp(port: 0, []);
            table.ReadUnix([]);
            return new SockDiagProbe(time);
        }
        catch (NetlinkException)
        {
            // No netlink, or no socket tables in it: gVisor, a seccomp filter, a kernel without the modules.
            return new ConnectProbe(time);
        }
    }
}
