namespace Spinner.Host;

/// <summary>The exit codes of <c>spinner</c>. 137 (SIGKILL) is that of a host which was hurried by a second Ctrl-C.</summary>
internal static class ExitCodes
{
    /// <summary>Everything was stopped as asked.</summary>
    public const int Success = 0;

    /// <summary>Spinner itself failed, or processes outlived SIGKILL.</summary>
    public const int Failure = 1;

    /// <summary>The file is missing or broken, or a child in it cannot be started as it is described.</summary>
    public const int BadConfiguration = 2;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;
}
