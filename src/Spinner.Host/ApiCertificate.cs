using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Spinner.Host;

/// <summary>The certificate of a TCP port of the control API.</summary>
internal static class ApiCertificate
{
    /// <summary>Reads it with its key.</summary>
    /// <param name="path">The certificate, and those it leads to, as PEM.</param>
    /// <param name="keyPath">Its key as PEM; null: it is in the file of the certificate.</param>
    /// <param name="fault">Why it, or the key, cannot be used.</param>
    public static X509Certificate2? TryLoad(string path, string? keyPath, out string fault)
    {
        fault = "";
        try
        {
            return X509Certificate2.CreateFromPemFile(path, keyPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            fault = failure.Message;
            return null;
        }
        catch (ArgumentException)
        {
            fault = "The key is not that of the certificate.";
            return null;
        }
    }
}
