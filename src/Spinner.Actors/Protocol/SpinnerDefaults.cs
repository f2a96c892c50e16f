namespace Spinner.Protocol;

/// <summary>The defaults, as the specification has them. hocon/reference.conf repeats each, and a test holds the two together.</summary>
public static class SpinnerDefaults
{
    /// <summary>How many starts in a row may fail.</summary>
    public const int Attempts = 3;

    /// <summary>How many unexpected ends within the restart window are forgiven; 0: any number.</summary>
    public const int RestartLimit = 0;

    /// <summary>The resident memory of a process group, in bytes; 0: no limit.</summary>
    public const long MemoryLimit = 0;

    /// <summary>How many liveness checks in a row fail before the child is restarted.</summary>
    public const int LivenessFailures = 3;

    /// <summary>How many liveness checks in a row pass before the child is healthy.</summary>
    public const int LivenessSuccesses = 1;

    /// <summary>What an HTTP check asks for.</summary>
    public const string CheckPath = "/";

    /// <summary>How many lines of output are kept per child, for those who ask for them.</summary>
    public const int RingLines = 1000;

    /// <summary>How many callers may wait for one child.</summary>
    public const int MaxWaiters = 1000;

    /// <summary>How many stderr lines are kept per run.</summary>
    public const int TailLines = 100;

    /// <summary>How many characters of a stderr line are kept.</summary>
    public const int TailLineLength = 200;

    /// <summary>How large an output file grows before the next one is begun: 10 MB.</summary>
    public const long LogMaxBytes = 10_000_000;

    /// <summary>How many files an output target has in all, the current one included.</summary>
    public const int LogMaxFiles = 10;

    /// <summary>How many lines of output may wait for a subscriber.</summary>
    public const int SubscriptionCapacity = 1000;

    /// <summary>From spawn to listening.</summary>
    public static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(5);

    /// <summary>For the build of a C# script.</summary>
    public static readonly TimeSpan BuildTimeout = TimeSpan.FromSeconds(120);

    /// <summary>From the stop signal to SIGKILL.</summary>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The longest stop timeout a spec may have.</summary>
    public static readonly TimeSpan MaxStopTimeout = TimeSpan.FromMinutes(5);

    /// <summary>From the last start or touch to the idle stop.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(30);

    /// <summary>Two unexpected exits within it fault the child.</summary>
    public static readonly TimeSpan RestartTolerance = TimeSpan.FromSeconds(60);

    /// <summary>How long a faulted child refuses to start.</summary>
    public static readonly TimeSpan FaultTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long the old run of a tandem update goes on.</summary>
    public static readonly TimeSpan TandemTime = TimeSpan.FromSeconds(10);

    /// <summary>How long a lease lasts without being renewed.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60);

    /// <summary>The upper end of the first wait before a restart.</summary>
    public static readonly TimeSpan Backoff = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait before a restart.</summary>
    public static readonly TimeSpan BackoffMax = TimeSpan.FromSeconds(60);

    /// <summary>A run that has been up for so long begins the backoff anew.</summary>
    public static readonly TimeSpan HealthyTime = TimeSpan.FromSeconds(60);

    /// <summary>The window of the restart limit.</summary>
    public static readonly TimeSpan RestartWindow = TimeSpan.FromSeconds(60);

    /// <summary>Between two tries of a readiness check.</summary>
    public static readonly TimeSpan ReadinessInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Between two liveness checks.</summary>
    public static readonly TimeSpan LivenessInterval = TimeSpan.FromSeconds(10);

    /// <summary>One try of a readiness or liveness check.</summary>
    public static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The longest silence of a child with a watchdog.</summary>
    public static readonly TimeSpan WatchdogTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Liveness checks that fail this soon after the start do not count.</summary>
    public static readonly TimeSpan LivenessGrace = TimeSpan.FromSeconds(10);

    /// <summary>From SIGKILL to giving up.</summary>
    public static readonly TimeSpan KillTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long a returned port rests while others are free.</summary>
    public static readonly TimeSpan PortRest = TimeSpan.FromSeconds(120);

    /// <summary>The ports to choose from.</summary>
    public static readonly PortRange PortRange = new(7000, 7999);

    /// <summary>The log category of children.</summary>
    public const string LoggerCategory = "Spinner.Child";
}
