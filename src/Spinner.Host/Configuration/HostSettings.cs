using Serilog.Events;

namespace Spinner.Host.Configuration;

/// <summary>The settings of the program: section <c>spinner.host</c>, described in hocon/host.conf.</summary>
internal sealed record HostSettings
{
    public const long DefaultLogMaxSize = 10_000_000;
    public const int DefaultLogFiles = 10;
    public const int DefaultMaxConnections = 1000;

    /// <summary>The unix socket of the control API, absolute; null: where its client looks for it.</summary>
    public string? Socket { get; init; }

    /// <summary>What the daemon keeps is in here; absolute.</summary>
    public required string StateFolder { get; init; }

    public LogEventLevel LogLevel { get; init; } = LogEventLevel.Information;

    /// <summary>In bytes.</summary>
    public long LogMaxSize { get; init; } = DefaultLogMaxSize;

    public int LogFiles { get; init; } = DefaultLogFiles;

    /// <summary>Null: the API listens on its socket alone. Off loopback there is a certificate with its key.</summary>
    public TcpListen? Listen { get; init; }

    /// <summary>Absolute.</summary>
    public required string TokenFile { get; init; }

    /// <summary>A PEM file, absolute; null: no TLS.</summary>
    public string? Certificate { get; init; }

    /// <summary>A PEM file, absolute; given exactly when <see cref="Certificate"/> is.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>Values of the Host header that are accepted beside the address listened on.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    public int MaxConnections { get; init; } = DefaultMaxConnections;

    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Whether children without output targets of their own have a log file each, under the daemon.</summary>
    public bool ChildrenLogs { get; init; } = true;

    /// <summary>The name of the token file in the state folder.</summary>
    public const string TokenFileName = "api.token";

    /// <summary>Whether the token file was named, rather than being in the state folder by default.</summary>
    public bool HasOwnTokenFile => TokenFile != Path.Combine(StateFolder, TokenFileName);

    /// <summary>The folder of the children's log files.</summary>
    public string ChildrenLogsFolder => Path.Combine(StateFolder, "logs");

    /// <summary>The folder of the log of the host.</summary>
    public string LogFolder => Path.Combine(StateFolder, "log");
}
