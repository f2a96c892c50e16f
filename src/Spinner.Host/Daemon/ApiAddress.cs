using System.Net;
using System.Net.Sockets;
using Spinner.Host.Api;
using Spinner.Host.Configuration;

namespace Spinner.Host.Daemon;

/// <summary>From the settings of a file to the TCP port of the control API.</summary>
internal static class ApiAddress
{
    /// <exception cref="ApiStartException">The name listened on has no address.</exception>
    public static ApiTcp? Of(HostSettings settings) => settings.Listen is not { } listen ? null : new ApiTcp
    {
        Address = AddressOf(listen.Host),
        Port = listen.Port,
        TokenFile = settings.TokenFile,
        CertificatePath = settings.Certificate,
        KeyPath = settings.CertificateKey,
        AllowedHosts = [listen.Host, .. settings.AllowedHosts],
        AllowedOrigins = settings.AllowedOrigins,
    };

    private static IPAddress AddressOf(string host)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
            return address;
        try
        {
            return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback : Dns.GetHostAddresses(host)[0];
        }
        catch (SocketException failure)
        {
            throw new ApiStartException($"The control API cannot listen on {host}: {failure.Message}. Give an address of this machine.", failure);
        }
    }
}
