namespace Spinner.Protocol;

/// <summary>Who opens the socket a child listens on.</summary>
public enum ListenMode
{
    /// <summary>The child, on the port or path in <c>PORT</c>.</summary>
    Bind,

    /// <summary>
    /// Spinner, which keeps it and passes it to each run as descriptor 3, with <c>LISTEN_FDS</c> and <c>LISTEN_PID</c> as systemd does
    /// (sd_listen_fds(3)). Nobody else can take the port, and connections wait in the backlog while the child restarts. Linux only.
    /// </summary>
    Inherit,
}
