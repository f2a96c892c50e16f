using Spinner.Cli;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>The exit code of a host that ends with a child.</summary>
internal static class ExitCodeOf
{
    private static readonly string[] _signals =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE",
        "SIGALRM", "SIGTERM",
    ];

    /// <summary>The child's own; 128 and the number of the signal that ended it, as shells have it; 1 when it is not known.</summary>
    public static int Child(ExitStatus? exit) => exit switch
    {
        { Code: { } code } => code,
        { Signal: { } signal } when Array.IndexOf(_signals, signal) is > 0 and var number => 128 + number,
        _ => ExitCodes.Failure,
    };
}
