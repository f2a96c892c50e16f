using Spinner.Output;
using Spinner.Protocol;

namespace Spinner.Configuration;

/// <summary>Which process layer starts the children.</summary>
public enum LauncherKind
{
    /// <summary>The best one for this system.</summary>
    Auto,

    /// <summary>System.Diagnostics.Process: everywhere, with fewer promises.</summary>
    Portable,
}

/// <summary>The settings of one Spinner; each has a key in hocon/reference.conf.</summary>
public sealed class SpinnerOptions
{
    /// <summary>The defaults a spec is silent about; its name is ignored. <c>spinner.defaults</c>.</summary>
    public ChildSpec Defaults { get; set; } = new() { Name = "defaults" };

    /// <summary>Which process layer. <c>spinner.process.launcher</c>.</summary>
    public LauncherKind Launcher { get; set; }

    /// <summary>The longest stop timeout a spec may have; sizes the shutdown phases. <c>spinner.max-stop-timeout</c>.</summary>
    public TimeSpan MaxStopTimeout { get; set; } = SpinnerDefaults.MaxStopTimeout;

    /// <summary>How long SIGKILL may take before a child counts as unkillable. <c>spinner.kill-timeout</c>.</summary>
    public TimeSpan KillTimeout { get; set; } = SpinnerDefaults.KillTimeout;

    /// <summary>How many callers may wait for one child. <c>spinner.max-waiters</c>.</summary>
    public int MaxWaiters { get; set; } = SpinnerDefaults.MaxWaiters;

    /// <summary>How many stderr lines are kept per run. <c>spinner.tail.lines</c>.</summary>
    public int TailLines { get; set; } = SpinnerDefaults.TailLines;

    /// <summary>How many characters of a stderr line are kept. <c>spinner.tail.line-length</c>.</summary>
    public int TailLineLength { get; set; } = SpinnerDefaults.TailLineLength;

    /// <summary>How many lines of output are kept per child, for those who ask for them. <c>spinner.output.ring-lines</c>.</summary>
    public int RingLines { get; set; } = SpinnerDefaults.RingLines;

    /// <summary>How long a returned port rests while others are free. <c>spinner.ports.rest</c>.</summary>
    public TimeSpan PortRest { get; set; } = SpinnerDefaults.PortRest;

    /// <summary>
    /// The folder of unix-socket endpoints, created with mode 0700. Null: <c>$XDG_RUNTIME_DIR/spinner</c>, else one below the
    /// temporary folder. <c>spinner.runtime-folder</c>.
    /// </summary>
    public string? RuntimeFolder { get; set; }

    /// <summary>
    /// A file in which the running processes are remembered, so that the next host ends what this one leaves behind when it is killed together with
    /// its guardian. One host only may use it. Null: none. Linux only. <c>spinner.run-file</c>.
    /// </summary>
    public string? RunFile { get; set; }

    /// <summary>
    /// The address that children with a TCP port are told to listen on, in the variable <c>HOST</c>, and that Spinner opens their sockets on. A literal
    /// address; 0.0.0.0 and :: are all there are. A child whose <c>env</c> has a <c>HOST</c> keeps its own. Null: they are told none. <c>spinner.bind-address</c>.
    /// </summary>
    public string? BindAddress { get; set; }

    /// <summary>Where <see cref="OutputTarget.Inherit"/> leads. Null: the supervisor's own stdout and stderr. Code only.</summary>
    public IInheritedOutput? InheritedOutput { get; set; }
}
