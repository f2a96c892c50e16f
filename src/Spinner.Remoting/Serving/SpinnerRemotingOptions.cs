using System.Security.Cryptography.X509Certificates;

namespace Spinner.Remoting;

/// <summary>How this node speaks with others; each has a key of the section <c>spinner.remote</c>, described in hocon/remote.conf.</summary>
public sealed class SpinnerRemotingOptions
{
    /// <summary>The port that <c>spinner.remote.port</c> has when nothing is said.</summary>
    public const int DefaultPort = 7978;

    /// <summary>The address listened on. Default: 127.0.0.1. Off loopback a certificate is needed, or <see cref="Insecure"/>.</summary>
    public string Hostname { get; set; } = "127.0.0.1";

    /// <summary>The port listened on; 0: a free one, for nodes that only call. Default 7978; 0-65535.</summary>
    public int Port { get; set; } = DefaultPort;

    /// <summary>How others address this node, when it is not <see cref="Hostname"/>. Needed when that is a wildcard.</summary>
    public string? PublicHostname { get; set; }

    /// <summary>
    /// What other nodes are told in place of a loopback address, on which they could not reach a child. Null: <see cref="PublicHostname"/>, or
    /// <see cref="Hostname"/>. <c>spinner.advertised-host</c>.
    /// </summary>
    public string? AdvertisedHost { get; set; }

    /// <summary>The certificate of this node, a PEM file, with the certificates above it. Null: no TLS.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The private key of the certificate, a PEM file that nobody else may read.</summary>
    public string? KeyFile { get; set; }

    /// <summary>The certificate with its private key, in place of the files. Code only.</summary>
    public X509Certificate2? Certificate { get; set; }

    /// <summary>Certificates (PEM files) of authorities: a node whose certificate comes from one of them is let in.</summary>
    public IList<string> AuthorityFiles { get; } = [];

    /// <summary>SHA-256 fingerprints of certificates, in hexadecimal digits: a node with one of them is let in.</summary>
    public IList<string> PinnedFingerprints { get; } = [];

    /// <summary>Whether this node answers what others ask of its Spinner. Default: on. Off: it only calls.</summary>
    public bool Serve { get; set; } = true;

    /// <summary>Whether other nodes may send commands to run, and not only start by name what is configured here. Default: off.</summary>
    public bool AllowCommands { get; set; }

    /// <summary>Whether it may listen off loopback without TLS, open to everybody who reaches the port. Default: off.</summary>
    public bool Insecure { get; set; }

    internal bool HasCertificate => Certificate is not null || CertificateFile is not null;
}
