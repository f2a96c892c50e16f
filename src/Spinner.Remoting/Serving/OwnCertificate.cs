using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Spinner.Configuration;

namespace Spinner.Remoting;

/// <summary>Reads the certificate of this node.</summary>
internal static class OwnCertificate
{
    /// <exception cref="SpinnerConfigurationException">A file cannot be used, or others may read the key.</exception>
    public static X509Certificate2? Of(SpinnerRemotingOptions options)
    {
        if (options.Certificate is { } given)
            return given.HasPrivateKey ? given : throw Wrong("The certificate of this node comes without its private key.");
        if (options.CertificateFile is not { } file || options.KeyFile is not { } key) return null;
        try
        {
            const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(key) & Others) != 0)
                throw Wrong($"spinner.remote.key: others can read or write {key}: chmod 600 it, after a change of the key if they may have.");
            return X509Certificate2.CreateFromPemFile(file, key);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Wrong($"spinner.remote.certificate {file} with spinner.remote.key {key} cannot be used: {failure.Message}");
        }
    }

    private static SpinnerConfigurationException Wrong(string error) => new([error]);
}
