namespace Spinner.Cli;

/// <summary>
/// The exit codes of <c>spinner</c>; they do not change. 137 (SIGKILL) is that of an <c>up</c> that was hurried by a second Ctrl-C, and
/// <c>up --exit-with</c> ends with the code of the child, or 128 and its signal.
/// </summary>
public static class ExitCodes
{
    /// <summary>Done as asked.</summary>
    public const int Success = 0;

    /// <summary>Spinner itself failed, or processes outlived SIGKILL.</summary>
    public const int Failure = 1;

    /// <summary>The file is missing or broken, or a child cannot be started as it is described.</summary>
    public const int BadConfiguration = 2;

    /// <summary>There is no child of that name.</summary>
    public const int UnknownChild = 3;

    /// <summary>The child did not start, or not in time.</summary>
    public const int NotStarted = 4;

    /// <summary>The child is faulted, and refuses for a while.</summary>
    public const int Faulted = 5;

    /// <summary>Refused as things are: stopped by hand or meanwhile, too many callers, shutting down, not allowed.</summary>
    public const int Refused = 6;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>No host answers on the socket.</summary>
    public const int NoHost = 69;

    /// <summary>What was waited for did not come in time.</summary>
    public const int TimedOut = 124;

    /// <summary>Ended by Ctrl-C while it followed or waited.</summary>
    public const int Interrupted = 130;
}
