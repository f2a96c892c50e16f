using Serilog;
using Spinner.Configuration;
using Spinner.Host.Configuration;
using Spinner.Host.Daemon;
using Spinner.Host.Upkeep;
using Spinner.Protocol;

namespace Spinner.Host;

/// <summary>What a host is made of: settled before it is built.</summary>
internal sealed record HostPlan
{
    /// <summary><c>up run daemon</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The configuration file, or what stands for one.</summary>
    public required ConfigFile File { get; init; }

    /// <summary>Reads that file again.</summary>
    public required Func<string, ConfigFile> Read { get; init; }

    /// <summary>The children it knows from the beginning.</summary>
    public required IReadOnlyList<KeptChild> Children { get; init; }

    /// <summary>When it starts and ends.</summary>
    public required HostRun Run { get; init; }

    /// <summary>Shows a line about a child, or about <c>spinner</c>; true: something is wrong.</summary>
    public required Action<string, string, bool> Tell { get; init; }

    /// <summary>Where the log goes.</summary>
    public required ILogger Log { get; init; }

    /// <summary>What was asked for by hand, for the next start.</summary>
    public IWishes Wishes { get; init; } = new NoWishes();

    /// <summary>The socket of the control API; null: none is opened.</summary>
    public SingleInstance? Instance { get; init; }

    /// <summary>Where state and logs are; null: nowhere.</summary>
    public string? StateFolder { get; init; }

    /// <summary>The child whose end ends the host.</summary>
    public ChildName? ExitWith { get; init; }

    /// <summary>The options of Spinner.</summary>
    public SpinnerOptions Options => File.Options;

    /// <summary>Who is told what happens, beside <see cref="Tell"/>; null: nobody.</summary>
    public IOnlooker? Onlooker { get; init; }

    /// <summary>How many connections the control API holds at once; one more is closed at once.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Where the control API listens beside the socket; null: nowhere.</summary>
    public ApiTcp? Tcp { get; init; }

    /// <summary>Where metrics are sent to, by OTLP; null: nowhere. With a path (<c>http://host:4318/v1/metrics</c>) over HTTP, without one over gRPC.</summary>
    public Uri? OtlpEndpoint { get; init; }
}
