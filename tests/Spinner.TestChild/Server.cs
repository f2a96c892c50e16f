using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Spinner.TestChild;

/// <summary>Listens where the options say and answers every HTTP request <c>ok &lt;pid&gt;</c>, until something ends it.</summary>
internal static class Server
{
    public const int CrashCode = 3;
    public const int BindFailedCode = 98;

    private const int CloseStep = 20;

    /// <summary>Serves until something ends it; what comes after listening may be that, by returning an exit code.</summary>
    public static int Run(ServeOptions options, Func<int?>? afterListening = null)
    {
        TaskCompletionSource<int> exit = new();
        using CancellationTokenSource leaving = new();
        Task accepting = Task.CompletedTask;
        void Finish()
        {
            leaving.Cancel();
            accepting.Wait();
        }

        // What is on a socket of its own is lost with it; on one that was handed over it waits for who comes next.
        using PosixSignalRegistration? graceful = options.Graceful ? GracefulEnd.OnTerm(options.Drain, exit, options.Inherit ? Finish : null) : null;
        if (options.Banner is { } banner)
            Say.Line(banner);
        if (options.Complaint is { } complaint)
            Say.Error(complaint);
        if (options.Delay > 0)
            Wait.For(options.Delay);

        while (options.IsClosed)
            Wait.For(CloseStep);

        using Socket? listener = Listen(options);
        if (listener is null)
            return BindFailedCode;

        Say.Line($"listening {options.Port}");
        accepting = Task.Run(() => Accept(listener, options, leaving.Token));
        Background.Run(() => Announcements.Make(options));
        if (options.CloseFile is not null)
            Background.Run(() => CloseWhenTold(listener));
        if (afterListening is not null)
            Background.Run(() => { if (afterListening() is { } code) exit.TrySetResult(code); });
        if (options.CrashAfter >= 0)
            _ = Task.Run(() => { Wait.For(options.CrashAfter); Say.Error("crashing"); exit.TrySetResult(CrashCode); });
        return exit.Task.GetAwaiter().GetResult();

        void CloseWhenTold(Socket open)
        {
            while (!options.IsClosed)
                Wait.For(CloseStep);
            Finish();
            open.Dispose();
            Say.Line("closed");
        }
    }

    /// <summary>A listening socket; or null, after the reason was printed.</summary>
    public static Socket? Listen(ServeOptions options)
    {
        if (options.Inherit)
            return Inherited.Socket();
        EndPoint endpoint = int.TryParse(options.Port, CultureInfo.InvariantCulture, out int port)
            ? new IPEndPoint(IPAddress.Parse(options.Address), port)
            : new UnixDomainSocketEndPoint(options.Port);
        // Declared as TCP it binds with SO_REUSEADDR, as servers do: closed connections of the last run do not keep it off the port.
        Socket socket = new(
            endpoint.AddressFamily, SocketType.Stream, endpoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (endpoint is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endpoint);
            socket.Listen(512);
            return socket;
        }
        catch (SocketException e)
        {
            Say.Error($"cannot listen on {options.Port}: {e.SocketErrorCode}");
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Accepts until it is to leave, and then ends when every connection that was accepted has been answered.</summary>
    private static async Task Accept(Socket listener, ServeOptions options, CancellationToken leaving)
    {
        List<Task> open = [];
        try
        {
            while (true)
            {
                open.Add(Answer(await listener.AcceptAsync(leaving), options));
                open.RemoveAll(answer => answer.IsCompleted);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private static async Task Answer(Socket connection, ServeOptions options)
    {
        byte[] buffer = new byte[8192];
        try
        {
            using (connection)
            {
                int length = 0;
                while (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) < 0)
                {
                    int read = await connection.ReceiveAsync(buffer.AsMemory(length));
                    if (read == 0)
                        return;
                    // A hung server's connections stay as they are until the client hangs up.
                    length = options.IsHung ? 0 : length + read;
                }

                bool isUnhealthy = options.IsUnhealthy && buffer.AsSpan(0, length).StartsWith("GET /health "u8);
                string status = isUnhealthy ? "503 Service Unavailable" : "200 OK";
                string body = isUnhealthy ? "unhealthy" : $"ok {Environment.ProcessId}";
                await connection.SendAsync(Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
            }
        }
        catch (SocketException e)
        {
            Say.Error($"connection lost: {e.SocketErrorCode}");
        }
    }
}
