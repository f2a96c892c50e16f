using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Spinner.TestChild.Verbs;

/// <summary>Binds PORT and never listens.</summary>
internal static class BindWithoutListen
{
    public static int Run(string[] args)
    {
        ServeOptions options = ServeOptions.Parse(args);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(options.Address), int.Parse(options.Port, CultureInfo.InvariantCulture)));
        Say.Line($"bound {options.Port}");
        Wait.Forever();
        return 0;
    }
}
