using System.Net;

namespace Spinner.Host;

/// <summary>A TCP port of the control API.</summary>
internal sealed record ApiTcp
{
    /// <summary>Where it listens. Off loopback it needs a certificate.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The port; 0: any that is free.</summary>
    public required int Port { get; init; }

    /// <summary>The file of the token that every request carries; made, for this user alone, when it is missing.</summary>
    public required string TokenFile { get; init; }

    /// <summary>The certificate, and those it leads to, as PEM; null: no TLS.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Its key as PEM; null: it is in the file of the certificate.</summary>
    public string? KeyPath { get; init; }

    /// <summary>What a Host header may say beside the address listened on and <c>localhost</c>: <c>name</c> or <c>name:port</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>The origins of web pages that may ask, such as <c>https://ops.example.org</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];
}
