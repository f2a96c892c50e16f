using System.Runtime.InteropServices;

namespace Spinner.Processes.Linux;

/// <summary>
/// Hands a listening socket to a process as its descriptor 3, told in the environment as systemd does (sd_listen_fds(3)). LISTEN_PID, the pid of
/// the process itself, is known to nobody before the spawn: a shell writes it and then becomes the program, which keeps pid, group and session.
/// </summary>
internal static class SocketHandOff
{
    /// <summary>The first descriptor after stdin, stdout and stderr; where LISTEN_FDS says they begin.</summary>
    public const int Descriptor = 3;

    /// <summary>What LISTEN_FDNAMES calls the socket, unless the spec's environment has a name for it.</summary>
    public const string Name = "spinner";

    private const string Shell = "/bin/sh";
    private const string Script = "export LISTEN_PID=$$; exec \"$@\"";

    // Most shells drop variables that they could not name themselves (a.b, Logging:Level); env(1) puts them back.
    private const string ScriptWithOddNames = "exec /usr/bin/env \"LISTEN_PID=$$\" \"$@\"";

    // What the kernel allows, unless it was told otherwise.
    private const int Backlog = 4096;

    /// <summary>Whether this system has the shell.</summary>
    public static bool IsPossible { get; } = File.Exists(Shell);

    /// <summary>
    /// The spawn that ends in the program with the socket's variables set. What the shell cannot exec is not told by the spawn but by its exit code
    /// (126, 127) and on stderr: <see cref="SpawnErrors.Foresee"/> finds most of that before.
    /// </summary>
    public static LaunchSpec Wrap(LaunchSpec spec)
    {
        Dictionary<string, string> env = new(spec.Env, StringComparer.Ordinal) { ["LISTEN_FDS"] = "1" };
        env.TryAdd("LISTEN_FDNAMES", Name);
        string[] odd = [.. env.Where(pair => !IsShellName(pair.Key)).Select(pair => $"{pair.Key}={pair.Value}")];
        string script = odd.Length == 0 ? Script : ScriptWithOddNames;
        return spec with { File = Shell, Args = ["-c", script, "sh", .. odd, spec.File, .. spec.Args], Env = env };
    }

    /// <summary>
    /// Makes the socket ready for the next process and duplicates it, above the descriptor it will have there: so it may be closed while the
    /// spawn is still under way. Answers the error number, 0 for success.
    /// </summary>
    /// <param name="socket">The socket, which must not be handed to two processes at the same moment.</param>
    /// <param name="isShared">
    /// Whether a process that was handed it before lives still. O_NONBLOCK belongs to the open file description, which all of them share. A
    /// new process may rely on a blocking socket, such as systemd gives, so what an earlier one set is taken back; but one that is still at work
    /// would hang in its next accept, so then it stays.
    /// </param>
    /// <param name="duplicate">The descriptor; -1 when it failed.</param>
    public static int Prepare(SafeHandle socket, bool isShared, out int duplicate)
    {
        bool isHeld = false;
        duplicate = -1;
        if (!IsPossible)
            return LibC.ENOTSUP;
        try
        {
            socket.DangerousAddRef(ref isHeld);
            int fd = (int)socket.DangerousGetHandle();
            duplicate = Descriptors.DuplicateAbove(fd, Descriptor);
            if (duplicate < 0)
                return LibC.Errno;
            // A server calls listen itself, with a backlog that suits it while it runs; now connections wait for a whole start.
            _ = LibC.listen(duplicate, Backlog);
            if (!isShared)
                Descriptors.SetBlocking(duplicate);
            return 0;
        }
        catch (ObjectDisposedException)
        {
            return LibC.EBADF;
        }
        finally
        {
            if (isHeld)
                socket.DangerousRelease();
        }
    }

    private static bool IsShellName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
