using System.Collections.ObjectModel;
using Spinner.Protocol;

namespace Spinner.Probes;

/// <summary>The ways to ask a child whether it is well.</summary>
internal enum HealthCheckKind
{
    /// <summary>GET of a path: any status from 200 to 399 passes.</summary>
    Http,

    /// <summary>A connection: it passes when it is accepted.</summary>
    Tcp,

    /// <summary>A program: exit code 0 passes.</summary>
    Exec,
}

/// <summary>One check of one run, everything filled in.</summary>
/// <param name="Kind">How.</param>
/// <param name="Endpoint">Where the run listens; of no meaning to <see cref="HealthCheckKind.Exec"/>.</param>
internal sealed record HealthTarget(HealthCheckKind Kind, ChildEndpoint Endpoint)
{
    /// <summary>Http: path and query.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Exec: the absolute path of the program, then its arguments.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Exec: where it runs.</summary>
    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Exec: its whole environment, the marker of the run included; nothing is inherited.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>A check that has not passed by then has failed.</summary>
    public TimeSpan Timeout { get; init; }
}
