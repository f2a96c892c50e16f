using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Spinner.Configuration;

namespace Spinner.Remoting;

/// <summary>Whose certificates are accepted: pinned ones, and those that authorities have issued.</summary>
internal sealed class Peers
{
    private readonly HashSet<string> _pinned;
    private readonly X509Certificate2Collection _authorities = [];

    private Peers(IEnumerable<string> pinned) => _pinned = [.. pinned.Select(Digits)];

    /// <exception cref="SpinnerConfigurationException">A file of authorities cannot be read.</exception>
    public static Peers From(SpinnerRemotingOptions options)
    {
        Peers peers = new(options.PinnedFingerprints);
        foreach (string file in options.AuthorityFiles)
        {
            try
            {
                int before = peers._authorities.Count;
                peers._authorities.ImportFromPemFile(file);
                if (peers._authorities.Count == before) throw new CryptographicException("there is no certificate in it");
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
            {
                throw new SpinnerConfigurationException([$"spinner.remote.authorities: {file} cannot be used: {failure.Message}"]);
            }
        }

        return peers;
    }

    public static bool IsFingerprint(string text) => Digits(text) is { Length: 64 } digits && digits.All(char.IsAsciiHexDigit);

    /// <summary>Null: accepted; else why not.</summary>
    /// <param name="certificate">What the peer shows; it has proven to have its key.</param>
    /// <param name="sent">The certificates it has sent along.</param>
    public string? Refusal(X509Certificate2? certificate, X509Chain? sent)
    {
        if (certificate is null) return "it shows no certificate";
        if (_pinned.Contains(certificate.GetCertHashString(HashAlgorithmName.SHA256))) return null;
        if (_authorities.Count == 0) return "its certificate is not among the pinned ones";
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        // Nothing is fetched from anywhere to judge a stranger.
        chain.ChainPolicy.DisableCertificateDownloads = true;
        foreach (X509ChainElement element in sent?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return chain.Build(certificate)
            ? null
            : $"its certificate comes from none of the authorities, or is not valid now ({string.Join(", ", chain.ChainStatus.Select(status => status.Status))})";
    }

    private static string Digits(string text) => text.Replace(":", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
}
