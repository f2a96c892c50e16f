namespace Spinner.Cli.Contract;

/// <summary>The answer to a start or restart: the child is ready.</summary>
public sealed record StartView(string Name, EndpointView Endpoint, int Pid, int Run)
{
    /// <summary>It runs with another spec than the one given: <c>restart</c> would apply it.</summary>
    public bool SpecDiffers { get; init; }

    /// <summary>The steps of its start, each with its time from the beginning.</summary>
    public IReadOnlyList<StepView> Journey { get; init; } = [];
}

/// <summary>A step of a start.</summary>
public sealed record StepView(string Step, double Seconds);

/// <summary>The answer to a stop.</summary>
/// <param name="Name">The child.</param>
/// <param name="Outcome"><c>alreadyStopped exited killed stillAlive</c>.</param>
public sealed record StopView(string Name, string Outcome)
{
    /// <summary>How it ended.</summary>
    public ExitView? Exit { get; init; }

    /// <summary>The pids that outlived SIGKILL.</summary>
    public IReadOnlyList<int> Survivors { get; init; } = [];
}

/// <summary>The answer to stop-all.</summary>
public sealed record StopAllView(IReadOnlyList<StopView> Children);

/// <summary>The answer to a touch.</summary>
/// <param name="Name">The child.</param>
/// <param name="State">Its state.</param>
/// <param name="Touched">Whether its idle clock was restarted: it was running.</param>
public sealed record TouchView(string Name, string State, bool Touched);

/// <summary>What a reload did, or with <c>dryRun</c> would do.</summary>
public sealed record ReloadView(bool DryRun)
{
    /// <summary>Children that are new in the file.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>Children that are no longer in the file; they are stopped and forgotten.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Children with other settings; those that run are restarted.</summary>
    public IReadOnlyList<ChangedView> Changed { get; init; } = [];

    /// <summary>Children that are left alone.</summary>
    public IReadOnlyList<string> Unchanged { get; init; } = [];

    /// <summary>Settings of Spinner itself that differ and take effect at its next start.</summary>
    public IReadOnlyList<string> NeedRestart { get; init; } = [];
}

/// <summary>A child whose settings differ.</summary>
public sealed record ChangedView(string Name, IReadOnlyList<string> Keys);

/// <summary>What answers on the socket.</summary>
/// <param name="Version">Spinner's version.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Mode"><c>up run daemon</c>.</param>
public sealed record InfoView(string Version, int Pid, string Mode)
{
    /// <summary>Of the API: 1.</summary>
    public int ApiVersion { get; init; } = 1;

    /// <summary>Differs with every start of the host.</summary>
    public string Instance { get; init; } = "";

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Since then.</summary>
    public double UptimeSeconds { get; init; }

    /// <summary>The configuration file; null without one.</summary>
    public string? File { get; init; }

    /// <summary>The socket.</summary>
    public string? Socket { get; init; }

    /// <summary>Where the state and logs are; null when there is none.</summary>
    public string? StateFolder { get; init; }

    /// <summary>The address by which other nodes ask it; null: none can.</summary>
    public string? Remote { get; init; }

    /// <summary>How many children there are by state.</summary>
    public IReadOnlyDictionary<string, int> Children { get; init; } = new Dictionary<string, int>();

    /// <summary>Its resident memory.</summary>
    public long MemoryBytes { get; init; }
}
