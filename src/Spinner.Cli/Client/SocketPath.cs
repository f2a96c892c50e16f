using System.Runtime.InteropServices;
using System.Text;

namespace Spinner.Cli.Client;

/// <summary>Where the socket of the control API is.</summary>
public static partial class SocketPath
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "SPINNER_SOCKET";

    /// <summary>The longest path of a unix socket, in bytes.</summary>
    public const int Longest = 107;

    private const string FileName = "spinner.sock";

    /// <summary>The socket a client talks to: the one named, else the first that exists, else the one a host would open.</summary>
    /// <param name="named">What <c>--socket</c> says; null without it.</param>
    public static string ForClient(string? named) =>
        Named(named) ?? Usual().FirstOrDefault(File.Exists) ?? Usual().First();

    /// <summary>The socket a host opens: the one named, else that of the user, or of the system for root and under systemd.</summary>
    /// <param name="named">What <c>--socket</c> or the configuration says; null when neither does.</param>
    public static string ForHost(string? named) => Named(named) ?? Usual().First();

    /// <summary>Why no socket can have this path; null: one can.</summary>
    public static string? Unfit(string path) => Encoding.UTF8.GetByteCount(path) is > Longest and int length
        ? $"the path of the socket has {length} bytes, and the system allows {Longest}: give a shorter one, with --socket or ${Variable}. It is {path}"
        : null;

    private static string? Named(string? named)
    {
        string? path = string.IsNullOrEmpty(named) ? Environment.GetEnvironmentVariable(Variable) : named;
        return string.IsNullOrEmpty(path) ? null : Path.GetFullPath(path);
    }

    private static IEnumerable<string> Usual()
    {
        // systemd gives a unit's own folder; "RuntimeDirectory=a b" would be several, joined by colons.
        if (Environment.GetEnvironmentVariable("RUNTIME_DIRECTORY") is { Length: > 0 } unit)
            yield return Path.Combine(unit.Split(':')[0], FileName);
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } user && Path.IsPathRooted(user))
            yield return Path.Combine(user, "spinner", FileName);
        if (!OperatingSystem.IsWindows() && EffectiveUser() == 0)
            yield return $"/run/spinner/{FileName}";
        yield return Path.Combine(
            Path.GetTempPath(), OperatingSystem.IsWindows() ? "spinner" : $"spinner-{EffectiveUser()}", FileName);
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}
