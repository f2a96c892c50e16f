using Akka.Configuration;
using Serilog;
using Spinner.Configuration;
using Spinner.Host.Upkeep;
using Spinner.Protocol;

namespace Spinner.Host;

/// <summary>What a host is made of: settled before it is built.</summary>
internal sealed record HostPlan
{
    /// <summary><c>up run daemon</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The options of Spinner.</summary>
    public required SpinnerOptions Options { get; init; }

    /// <summary>The configuration of the actor system.</summary>
    public required Config Config { get; init; }

    /// <summary>The children it knows from the beginning.</summary>
    public required IReadOnlyList<KeptChild> Children { get; init; }

    /// <summary>When it starts and ends.</summary>
    public required HostRun Run { get; init; }

    /// <summary>Shows a line about a child, or about <c>spinner</c>.</summary>
    public required Action<string, string> Tell { get; init; }

    /// <summary>Where the log goes.</summary>
    public required Action<LoggerConfiguration> Log { get; init; }

    /// <summary>The socket of the control API; null: none is opened.</summary>
    public string? Socket { get; init; }

    /// <summary>The configuration file; null: there is none.</summary>
    public string? File { get; init; }

    /// <summary>The child whose end ends the host.</summary>
    public ChildName? ExitWith { get; init; }
}
