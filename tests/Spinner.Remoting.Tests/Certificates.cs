using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Spinner.Remoting.Tests;

/// <summary>Certificates of an authority and of nodes, in files of a folder of their own.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly X509Certificate2 _authority;
    private int _made;

    public Certificates(string authority = "authority")
    {
        Folder = Directory.CreateTempSubdirectory("spinner-tls-").FullName;
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={authority}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        _authority = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        AuthorityFile = Path.Combine(Folder, "authority.pem");
        File.WriteAllText(AuthorityFile, _authority.ExportCertificatePem());
    }

    public string Folder { get; }

    public string AuthorityFile { get; }

    /// <summary>A certificate that the authority has issued, and its fingerprint.</summary>
    public (string File, string Key, string Fingerprint) Node(string name, bool isExpired = false)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 node = request.Create(
            _authority, now.AddMinutes(-50), isExpired ? now.AddMinutes(-40) : now.AddHours(20), BitConverter.GetBytes(++_made + 1000));
        (string file, string keyFile) = (Path.Combine(Folder, $"{name}-{_made}.pem"), Path.Combine(Folder, $"{name}-{_made}.key"));
        File.WriteAllText(file, node.ExportCertificatePem());
        File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return (file, keyFile, node.GetCertHashString(HashAlgorithmName.SHA256));
    }

    /// <summary>A node that the authority vouches for, and that lets in whom it vouches for.</summary>
    public void Apply(SpinnerRemotingOptions options, string name = "node")
    {
        (options.CertificateFile, options.KeyFile, _) = Node(name);
        options.AuthorityFiles.Add(AuthorityFile);
    }

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
