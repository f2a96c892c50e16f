using Spinner.Protocol;

namespace Spinner.Processes.Linux;

/// <summary>Signal numbers of Linux on x64 and arm64, and their names.</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Child = 17;

    private static readonly string[] _names =
    [
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2",
        "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU",
        "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <summary>The name of a signal; <c>signal 40</c> for one that has none.</summary>
    public static string NameOf(int signal) => signal > 0 && signal < _names.Length ? _names[signal] : $"signal {signal}";

    /// <summary>The number of a stop signal.</summary>
    public static int NumberOf(StopSignal signal) => signal switch
    {
        StopSignal.Terminate => Terminate,
        StopSignal.Interrupt => 2,
        StopSignal.Quit => 3,
        StopSignal.HangUp => 1,
        StopSignal.User1 => 10,
        StopSignal.User2 => 12,
        StopSignal.Kill => Kill,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a stop signal."),
    };

    /// <summary>
    /// Makes children waitable again when whoever started us had SIGCHLD ignored: the kernel would reap them and throw their status away.
    /// Only then, because any other value may be the runtime's own handler.
    /// </summary>
    public static unsafe void StopIgnoringChildren()
    {
        const nint Default = 0;
        const nint Ignored = 1;
        // The handler is the first member of struct sigaction; the whole is smaller than this.
        nint* action = stackalloc nint[64];
        if (LibC.sigaction(Child, null, action) == 0 && action[0] == Ignored)
            _ = LibC.signal(Child, Default);
    }
}
