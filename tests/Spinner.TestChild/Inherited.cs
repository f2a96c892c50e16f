using System.Globalization;
using System.Net.Sockets;

namespace Spinner.TestChild;

/// <summary>The socket a supervisor has handed over, as sd_listen_fds(3) finds it.</summary>
internal static class Inherited
{
    private const int First = 3;

    /// <summary>The socket, after a line <c>inherited &lt;LISTEN_PID&gt; &lt;LISTEN_FDNAMES&gt;</c>; or null, after the reason was printed.</summary>
    public static Socket? Socket()
    {
        string? pid = Environment.GetEnvironmentVariable("LISTEN_PID");
        string? count = Environment.GetEnvironmentVariable("LISTEN_FDS");
        if (count != "1" || pid != Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
        {
            Say.Error($"LISTEN_FDS={count} LISTEN_PID={pid} are not for {Environment.ProcessId}");
            return null;
        }

        Say.Line($"inherited {pid} {Environment.GetEnvironmentVariable("LISTEN_FDNAMES")}");
        // Not ours to close: the runtime shuts an owned one down when it closes it, and that would be the end of the supervisor's, too.
        return new Socket(new SafeSocketHandle(First, ownsHandle: false));
    }
}
