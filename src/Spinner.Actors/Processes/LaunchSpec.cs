using System.Runtime.InteropServices;

namespace Spinner.Processes;

/// <summary>One spawn, with everything decided.</summary>
/// <param name="File">Absolute path of the program.</param>
/// <param name="Args">The arguments, without the program itself.</param>
/// <param name="Env">The whole environment of the child, the run's marker included.</param>
/// <param name="WorkingDirectory">Absolute path of the working directory.</param>
/// <param name="Marker">The value of <see cref="RunMarker.Variable"/> in <paramref name="Env"/>; names this run among all others.</param>
internal sealed record LaunchSpec(
    string File,
    IReadOnlyList<string> Args,
    IReadOnlyDictionary<string, string> Env,
    string WorkingDirectory,
    string Marker)
{
    /// <summary>The child it is a run of, for people who read of it after our death.</summary>
    public string ChildName { get; init; } = "";

    /// <summary>
    /// A listening socket that the process gets as its descriptor 3, with LISTEN_FDS, LISTEN_FDNAMES and LISTEN_PID; null for none. Only for
    /// launchers that can do <see cref="LauncherCapabilities.SocketHandOff"/>. It stays the caller's, and open until the spawn has been told of.
    /// </summary>
    public SafeHandle? ListenSocket { get; init; }
}
