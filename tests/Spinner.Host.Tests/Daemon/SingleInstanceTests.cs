using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Spinner.Host.Daemon;
using Xunit;

namespace Spinner.Host.Tests.Daemon;

[UnsupportedOSPlatform("windows")]
public sealed class SingleInstanceTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-single-").FullName;

    private string SocketPath => Path.Combine(_folder, "run", "spinner.sock");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_socket_and_its_folder_are_open_to_their_owner_only()
    {
        using SingleInstance instance = Take();

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(SocketPath));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(SocketPath + ".lock"));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(SocketPath)!));
    }

    [Fact]
    public async Task Whoever_connects_to_the_socket_is_accepted_by_its_listener()
    {
        using SingleInstance instance = Take();
        instance.Listener.Listen();
        using Socket client = Client();
        await client.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath));

        using Socket served = await instance.Listener.AcceptAsync();
        await client.SendAsync("x"u8.ToArray());
        Assert.Equal(1, await served.ReceiveAsync(new byte[1]));
    }

    [Fact]
    public void A_second_one_is_refused_before_the_first_even_listens()
    {
        using SingleInstance first = Take();

        Assert.Equal(InstanceRefusalKind.InUse, Refused().Kind);
        first.Listener.Listen();
        Assert.Equal(InstanceRefusalKind.InUse, Refused().Kind);
    }

    [Fact]
    public void The_end_of_the_first_makes_way_for_the_next()
    {
        Take().Dispose();
        Assert.False(File.Exists(SocketPath));

        Take().Dispose();
    }

    [Fact]
    public async Task Of_many_that_race_exactly_one_wins()
    {
        for (int round = 0; round < 20; round++)
        {
            using Barrier start = new(8);
            SingleInstance?[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return SingleInstance.TryTake(SocketPath, out InstanceRefusal? _);
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            SingleInstance winner = Assert.Single(taken, instance => instance is not null)!;
            winner.Dispose();
        }
    }

    [Fact]
    public async Task Of_two_processes_that_race_exactly_one_wins_and_the_other_takes_over_from_a_killed_one()
    {
        using TestProgram one = TestProgram.Start(SocketTaker.Verb, SocketPath);
        using TestProgram two = TestProgram.Start(SocketTaker.Verb, SocketPath);
        Assert.All(await Task.WhenAll(one.Line(), two.Line()), line => Assert.Equal("ready", line));
        await Task.WhenAll(one.Say("go"), two.Say("go"));
        string?[] answers = await Task.WhenAll(one.Line(), two.Line());
        Assert.Equal($"{InstanceRefusalKind.InUse} taken", string.Join(' ', answers.Order(StringComparer.Ordinal)));

        // A child of the killed one, which lives on, has inherited neither the lock nor the socket.
        TestProgram winner = answers[0] == "taken" ? one : two;
        await winner.Say("300");
        int child = int.Parse((await winner.Line())!, CultureInfo.InvariantCulture);
        await winner.Kill();
        try
        {
            Assert.True(File.Exists(SocketPath));
            Take().Dispose();
            Assert.True(Directory.Exists($"/proc/{child}") || !OperatingSystem.IsLinux());
        }
        finally
        {
            HostProcess.Signal(child, 9);
        }
    }

    [Fact]
    public void A_socket_that_answers_is_in_use_though_nobody_has_the_lock()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SocketPath)!, OwnerOnly | UnixFileMode.UserExecute);
        using Socket stranger = Client();
        stranger.Bind(new UnixDomainSocketEndPoint(SocketPath));
        stranger.Listen();

        Assert.Equal(InstanceRefusalKind.InUse, Refused().Kind);
        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public void A_socket_with_a_full_queue_is_in_use()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SocketPath)!, OwnerOnly | UnixFileMode.UserExecute);
        using Socket stranger = Client();
        stranger.Bind(new UnixDomainSocketEndPoint(SocketPath));
        stranger.Listen(0);
        List<Socket> waiting = [];
        try
        {
            // Linux takes one more than it was told.
            do
                waiting.Add(Client());
            while (TryConnect(waiting[^1]) != SocketError.WouldBlock);

            Assert.Equal(InstanceRefusalKind.InUse, Refused().Kind);
        }
        finally
        {
            waiting.ForEach(client => client.Dispose());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_no_socket_is_left_alone(bool isLink)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(SocketPath)!, OwnerOnly | UnixFileMode.UserExecute);
        string file = isLink ? Path.Combine(_folder, "precious") : SocketPath;
        File.WriteAllText(file, "precious");
        if (isLink)
            File.CreateSymbolicLink(SocketPath, file);

        Assert.Equal(InstanceRefusalKind.NotPermitted, Refused().Kind);
        Assert.Equal("precious", File.ReadAllText(SocketPath));
    }

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_folder_that_others_may_write_to_is_refused_with_the_cure(UnixFileMode open)
    {
        string folder = Path.GetDirectoryName(SocketPath)!;
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, OwnerOnly | UnixFileMode.UserExecute | open);

        InstanceRefusal refusal = Refused();
        Assert.Equal(InstanceRefusalKind.BadFolder, refusal.Kind);
        Assert.Contains($"chmod go-w {folder}", refusal.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_folder_of_somebody_else_is_refused()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "Only root can give a folder away.");
        string folder = Path.GetDirectoryName(SocketPath)!;
        Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        using (Process chown = Process.Start("chown", ["65534", folder]))
            chown.WaitForExit();

        InstanceRefusal refusal = Refused();
        Assert.Equal(InstanceRefusalKind.BadFolder, refusal.Kind);
        Assert.Contains("65534", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_in_the_place_of_the_folder_is_refused()
    {
        File.WriteAllText(Path.GetDirectoryName(SocketPath)!, "");

        Assert.Equal(InstanceRefusalKind.BadFolder, Refused().Kind);
    }

    [Fact]
    public void The_longest_path_is_taken_and_one_byte_more_is_refused()
    {
        int left = SingleInstance.LongestPath - _folder.Length - 1;
        string longest = Path.Combine(_folder, "r", new string('s', left - 2));
        using (SingleInstance? instance = SingleInstance.TryTake(longest, out InstanceRefusal? _))
        {
            Assert.NotNull(instance);
            Assert.True(File.Exists(longest));
        }

        Assert.Null(SingleInstance.TryTake(longest[..^1] + "é", out InstanceRefusal? refusal));
        Assert.Equal(InstanceRefusalKind.TooLong, refusal!.Kind);
        Assert.Contains("107", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_that_is_another_by_now_is_not_removed()
    {
        SingleInstance instance = Take();
        File.Delete(SocketPath);
        using Socket stranger = Client();
        stranger.Bind(new UnixDomainSocketEndPoint(SocketPath));

        instance.Dispose();

        Assert.True(File.Exists(SocketPath));
    }

    [Fact]
    public void A_server_that_disposes_the_listener_leaves_its_name_to_us()
    {
        using SingleInstance instance = Take();
        instance.Listener.Dispose();

        Assert.True(File.Exists(SocketPath));
    }

    private SingleInstance Take()
    {
        SingleInstance? instance = SingleInstance.TryTake(SocketPath, out InstanceRefusal? refusal);
        Assert.Null(refusal);
        return instance!;
    }

    private InstanceRefusal Refused()
    {
        Assert.Null(SingleInstance.TryTake(SocketPath, out InstanceRefusal? refusal));
        Assert.Contains(SocketPath, refusal!.Message, StringComparison.Ordinal);
        return refusal;
    }

    private SocketError TryConnect(Socket client)
    {
        client.Blocking = false;
        try
        {
            client.Connect(new UnixDomainSocketEndPoint(SocketPath));
            return SocketError.Success;
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode;
        }
    }

    private static Socket Client() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
}
