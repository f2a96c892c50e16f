using System.Net;
using System.Net.Sockets;
using System.Text;
using Spinner.Protocol;

namespace Spinner.Scenarios.Tests.Probes;

/// <summary>Answers every connection with the same bytes and keeps what it was asked; a connection is left open for the client to close.</summary>
internal sealed class CannedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private readonly bool _hangsUp;
    private readonly List<string> _requests = [];
    private int _closedByClients;

    /// <param name="answer">All that is sent.</param>
    /// <param name="hangsUp">Closes the connection itself.</param>
    public CannedServer(string answer, bool hangsUp = false)
    {
        _answer = Encoding.ASCII.GetBytes(answer);
        _hangsUp = hangsUp;
        _listener.Start();
        _ = Task.Run(Accept);
    }

    public ChildEndpoint Endpoint => ChildEndpoint.Tcp("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    public int ClosedByClients => Volatile.Read(ref _closedByClients);

    public void Dispose() => _listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Answer(await _listener.AcceptSocketAsync());
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Answer(Socket connection)
    {
        using (connection)
        {
            byte[] buffer = new byte[8192];
            int length = await connection.ReceiveAsync(buffer);
            lock (_requests)
                _requests.Add(Encoding.ASCII.GetString(buffer, 0, length));
            await connection.SendAsync(_answer);
            if (_hangsUp)
                return;
            try
            {
                await connection.ReceiveAsync(buffer);
            }
            catch (SocketException reset) when (reset.SocketErrorCode == SocketError.ConnectionReset)
            {
                // Closed with some of our answer unread.
            }

            Interlocked.Increment(ref _closedByClients);
        }
    }
}
