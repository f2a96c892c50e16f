using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Spinner.Probes;
using Spinner.Scenarios.Tests.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests.Probes;

public sealed class NotifySocketsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-notify-").FullName;
    private readonly ConcurrentQueue<string> _warnings = new();
    private readonly NotifySockets _sockets;
    private readonly ConcurrentQueue<NotifyMessage> _received = new();
    private readonly List<IDisposable> _open = [];

    public NotifySocketsTests()
    {
        Skip.If(OperatingSystem.IsWindows(), "there are no such sockets");
        _sockets = new NotifySockets(TimeProvider.System, _warnings.Enqueue);
    }

    [SkippableFact]
    public async Task A_server_is_heard_when_it_is_ready_and_for_as_long_as_it_is_not_hung()
    {
        string hang = Path.Combine(_folder, "hang");
        INotifySocket socket = Open();
        Start(socket, "serve", "--port", Path.Combine(_folder, "s.sock"), "--notify", "--ready-delay", "20", "--watchdog", "20", "--hang-file", hang);

        await Wait.Until(() => _received.Count > 3, "signs of life");

        Assert.Equal(new NotifyMessage { Ready = true }, _received.First());
        Assert.All(_received.Skip(1), message => Assert.Equal(new NotifyMessage { Watchdog = true }, message));
        await File.WriteAllTextAsync(hang, "");
        await Wait.Until(HasGoneQuiet(), "silence");
        File.Delete(hang);
        int before = _received.Count;
        await Wait.Until(() => _received.Count > before, "signs of life");
    }

    [SkippableFact]
    public async Task A_worker_is_heard()
    {
        RunningChild worker = Start(Open(), "work", "--notify", "--exit-after", "0", "--exit-code", "7");

        Assert.Equal(7, await worker.Exit());
        await Wait.Until(() => !_received.IsEmpty, "a message");
        Assert.True(_received.Single().Ready);
    }

    [SkippableFact]
    public async Task One_that_stops_by_itself_says_so_first()
    {
        RunningChild child = Start(Open(), "stopping-by-itself", "0", "--port", Path.Combine(_folder, "s.sock"));

        Assert.Equal(0, await child.Exit());
        await Wait.Until(() => !_received.IsEmpty, "a message");
        Assert.Equal(new NotifyMessage { Stopping = true }, _received.Single());
    }

    [SkippableFact]
    public async Task The_tool_of_systemd_is_heard_and_its_barrier_lets_it_go()
    {
        Skip.IfNot(File.Exists("/usr/bin/systemd-notify"), "no systemd-notify");

        // It ends with an error when the barrier is not taken down within five seconds.
        Assert.Equal("0\n", await Sh("systemd-notify --ready --status='It is up'; echo $?", Open()));

        Assert.Equal(new NotifyMessage { Ready = true, Status = "It is up" }, _received.Single());
    }

    [SkippableTheory]
    [InlineData("BARRIER=1")]
    [InlineData("FDSTORE=1\\nFDNAME=kept")]
    [InlineData("READY=1")]
    public async Task Descriptors_that_come_along_are_closed(string message)
    {
        Required.Program("python3");
        // The read end of a pipe comes to its end when nobody has the write end any more: not the sender, and not we.
        string python = $"""
            import os, socket
            r, w = os.pipe()
            s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            s.connect(os.environ["NOTIFY_SOCKET"])
            socket.send_fds(s, [b"{message}"], [w, w, w])
            os.close(w)
            print("closed" if os.read(r, 1) == b"" else "open")
            """;

        Assert.Equal("closed\n", await Sh($"exec python3 -c '{python}'", Open()));
    }

    [SkippableFact]
    public async Task All_messages_of_a_talkative_run_arrive_in_order()
    {
        const int count = 1000;
        INotifySocket socket = Open();
        using Socket sender = Connect(socket);

        for (int i = 0; i < count; i++)
            await sender.SendAsync(Encoding.ASCII.GetBytes($"STATUS={i}")).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        await Wait.Until(() => _received.Count == count, "all messages");
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), _received.Select(message => message.Status));
    }

    [SkippableFact]
    public async Task What_is_oversized_empty_or_says_nothing_is_passed_over()
    {
        INotifySocket socket = Open();
        using Socket sender = Connect(socket);

        await sender.SendAsync(Encoding.ASCII.GetBytes("READY=1\n" + new string('x', 100_000)));
        await sender.SendAsync(Array.Empty<byte>());
        await sender.SendAsync("X_UNKNOWN=1"u8.ToArray());
        await sender.SendAsync("STATUS=the next"u8.ToArray());

        await Wait.Until(() => !_received.IsEmpty, "a message");
        Assert.Equal(new NotifyMessage { Status = "the next" }, _received.Single());
    }

    [SkippableFact]
    public async Task A_message_that_cannot_be_taken_is_told_and_the_next_one_is_heard()
    {
        INotifySocket socket = Keep(_sockets.Open(Path.Combine(_folder, "f.sock"), message =>
        {
            if (message.Ready) throw new InvalidOperationException("No room for it.");
            _received.Enqueue(message);
        }));
        using Socket sender = Connect(socket);

        await sender.SendAsync("READY=1"u8.ToArray());
        await sender.SendAsync("READY=1"u8.ToArray());
        await sender.SendAsync("WATCHDOG=1"u8.ToArray());

        await Wait.Until(() => !_received.IsEmpty, "the last message");
        Assert.Equal(new NotifyMessage { Watchdog = true }, _received.Single());
        Assert.Equal($"The notify socket {socket.Path} failed, a message may be lost: No room for it.", Assert.Single(_warnings));
    }

    [SkippableFact]
    public async Task Nothing_is_heard_of_a_disposed_socket_and_its_file_is_gone()
    {
        using ManualResetEventSlim allSent = new();
        int calls = 0;
        INotifySocket? socket = null;
        socket = _sockets.Open(Path.Combine(_folder, "d.sock"), _ =>
        {
            Interlocked.Increment(ref calls);
            allSent.Wait();
            socket!.Dispose();
        });
        using Socket sender = Connect(socket);
        await sender.SendAsync("READY=1"u8.ToArray());
        await sender.SendAsync("READY=1"u8.ToArray());
        await sender.SendAsync("READY=1"u8.ToArray());

        allSent.Set();

        await Wait.Until(() => !File.Exists(socket.Path), "an end of the file");
        Assert.Throws<SocketException>(() => sender.Send("READY=1"u8));
        Assert.Equal(1, calls);
        socket.Dispose();
    }

    [SkippableFact]
    public async Task A_path_is_free_again_when_its_socket_has_been_disposed()
    {
        Open().Dispose();
        INotifySocket socket = Open();
        using Socket sender = Connect(socket);

        await sender.SendAsync("READY=1"u8.ToArray());

        await Wait.Until(() => !_received.IsEmpty, "a message");
    }

    [SkippableFact]
    public void A_path_of_107_bytes_is_the_longest()
    {
        string longest = Path.Combine(_folder, new string('n', 107 - _folder.Length - 1));

        Keep(_sockets.Open(longest, _received.Enqueue));

        IOException refusal = Assert.Throws<IOException>(() => _sockets.Open(longest + "n", _received.Enqueue));
        Assert.Contains("has 108 bytes and the system allows 107", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void What_cannot_be_opened_says_why()
    {
        INotifySocket socket = Open();
        Assert.EndsWith("there is something at that path already.", Refusal(socket.Path), StringComparison.Ordinal);
        Assert.EndsWith("its folder does not exist.", Refusal(Path.Combine(_folder, "none", "n.sock")), StringComparison.Ordinal);
        Assert.True(File.Exists(socket.Path));

        string Refusal(string path) => Assert.Throws<IOException>(() => _sockets.Open(path, _received.Enqueue)).Message;
    }

    public void Dispose()
    {
        _open.ForEach(open => open.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    private T Keep<T>(T disposable) where T : IDisposable
    {
        _open.Add(disposable);
        return disposable;
    }

    private INotifySocket Open() => Keep(_sockets.Open(Path.Combine(_folder, "n.sock"), _received.Enqueue));

    private RunningChild Start(INotifySocket socket, params string[] verbAndArgs) =>
        Keep(new RunningChild(new Dictionary<string, string> { ["NOTIFY_SOCKET"] = socket.Path }, verbAndArgs));

    private static Socket Connect(INotifySocket socket)
    {
        Socket sender = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        sender.Connect(new UnixDomainSocketEndPoint(socket.Path));
        return sender;
    }

    private static async Task<string> Sh(string script, INotifySocket socket)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", script])
            {
                RedirectStandardOutput = true,
                Environment = { ["NOTIFY_SOCKET"] = socket.Path },
            })!;
        return await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
    }

    /// <summary>True when nothing has come for half a second, which is 25 times as long as signs of life are apart.</summary>
    private Func<bool> HasGoneQuiet()
    {
        int count = -1;
        long since = 0;
        return () =>
        {
            if (_received.Count != count)
            {
                count = _received.Count;
                since = TimeProvider.System.GetTimestamp();
            }

            return TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(0.5);
        };
    }
}
