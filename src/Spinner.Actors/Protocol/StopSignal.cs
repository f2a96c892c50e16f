namespace Spinner.Protocol;

/// <summary>The signal that asks a process group to end. Where there are no signals (Windows) it is CTRL_BREAK.</summary>
public enum StopSignal
{
    /// <summary>SIGTERM, the default.</summary>
    Terminate,

    /// <summary>SIGINT.</summary>
    Interrupt,

    /// <summary>SIGQUIT.</summary>
    Quit,

    /// <summary>SIGHUP.</summary>
    HangUp,

    /// <summary>SIGUSR1.</summary>
    User1,

    /// <summary>SIGUSR2.</summary>
    User2,

    /// <summary>SIGKILL: no grace at all.</summary>
    Kill,
}
