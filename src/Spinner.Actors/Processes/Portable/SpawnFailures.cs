using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Spinner.Processes.Portable;

/// <summary>Finds out which of its causes a refused start had: the system has one error number for several.</summary>
internal static class SpawnFailures
{
    private const int NoSuchFile = 2;
    private const int ExecFormat = 8;
    private const int AccessDenied = 13;
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static SpawnFailure Explain(LaunchSpec spec, Exception failure)
    {
        int errno = (failure as Win32Exception)?.NativeErrorCode ?? 0;
        return new SpawnFailure(Sentence(spec, failure, errno), errno);
    }

    /// <summary>The failure of a spec that asks for more than Process can do.</summary>
    public static SpawnFailure NoHandOff(LaunchSpec spec) =>
        new($"'{spec.File}' is to be handed a listening socket, which the portable process layer cannot do (the one of Linux can).", 0);

    private static string Sentence(LaunchSpec spec, Exception failure, int errno)
    {
        if (failure is ObjectDisposedException)
            return $"'{spec.File}' was not started: the supervisor is closing.";
        if (failure is not Win32Exception)
            return $"'{spec.File}' could not be started: {failure.Message}";
        if (!Directory.Exists(spec.WorkingDirectory))
            return $"The working directory '{spec.WorkingDirectory}' does not exist.";
        if (Directory.Exists(spec.File))
            return $"The program '{spec.File}' is a folder.";
        if (!File.Exists(spec.File))
            return $"The program '{spec.File}' does not exist.";
        return OperatingSystem.IsWindows()
            ? $"The program '{spec.File}' could not be started: {failure.Message}"
            : UnixSentence(spec, errno);
    }

    private static string UnixSentence(LaunchSpec spec, int errno) => errno switch
    {
        NoSuchFile => $"The interpreter or loader that '{spec.File}' asks for does not exist.",
        ExecFormat => $"The program '{spec.File}' is neither a binary for this system nor a script that begins with '#!'.",
        AccessDenied when !OperatingSystem.IsWindows() && (File.GetUnixFileMode(spec.File) & AnyExecute) == 0
            => $"The program '{spec.File}' is not executable (chmod +x).",
        AccessDenied => $"The program '{spec.File}' or the folder '{spec.WorkingDirectory}' may not be used by this user.",
        _ => $"The program '{spec.File}' could not be started: {Marshal.GetPInvokeErrorMessage(errno)}.",
    };
}
