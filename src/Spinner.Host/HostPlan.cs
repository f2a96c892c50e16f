using Akka.Configuration;
using Microsoft.Extensions.Hosting;
using Serilog;
using Spinner.Configuration;
using Spinner.Host.Upkeep;

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

    /// <summary>The children to keep up.</summary>
    public required IReadOnlyList<ConfiguredChild> Children { get; init; }

    /// <summary>When it starts and ends.</summary>
    public required IHostLifetime Lifetime { get; init; }

    /// <summary>Knows when its end was asked for.</summary>
    public required IHostLife Life { get; init; }

    /// <summary>Shows a line about a child, or about <c>spinner</c>.</summary>
    public required Action<string, string> Tell { get; init; }

    /// <summary>Where the log goes.</summary>
    public required Action<LoggerConfiguration> Log { get; init; }

    /// <summary>The socket of the control API; null: none is opened.</summary>
    public string? Socket { get; init; }

    /// <summary>How many connections the control API holds at once; one more is closed at once.</summary>
    public int MaxConnections { get; init; } = 1000;

    /// <summary>Where the control API listens beside the socket; null: nowhere.</summary>
    public ApiTcp? Tcp { get; init; }

    /// <summary>Where metrics are sent to, by OTLP; null: nowhere. With a path (<c>http://host:4318/v1/metrics</c>) over HTTP, without one over gRPC.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>The configuration file; null: there is none.</summary>
    public string? File { get; init; }
}
