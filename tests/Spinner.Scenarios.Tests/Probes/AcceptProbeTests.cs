using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Spinner.Probes;
using Spinner.Probes.Linux;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Probes;

public sealed class AcceptProbeTests : ProbeScenario
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly SockDiagProbe _probe;

    public AcceptProbeTests()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "sock_diag is Linux");
        _probe = Keep(new SockDiagProbe(TimeProvider.System));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Socket_that_listens_is_not_ready_before_somebody_accepts(bool unix)
    {
        (Socket listener, ProbeTarget target) = Listen(unix);
        Task<ProbeAnswer> answer = Accepting(target);
        await PassesLater();
        Assert.False(answer.IsCompleted);

        using Socket accepted = await listener.AcceptAsync().WaitAsync(_limit);

        Assert.Equal(new ProbeAnswer(ListenerOwner.Ours, target.Endpoint, ""), await answer);
        // Our connection says nothing, and is closed.
        Assert.Equal(0, await accepted.ReceiveAsync(new byte[1]).WaitAsync(_limit));
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Child_that_accepts_already_is_ready_at_once(bool unix)
    {
        (Socket listener, ProbeTarget target) = Listen(unix);
        Task<Socket> accepted = listener.AcceptAsync();

        Assert.Equal(ListenerOwner.Ours, (await Accepting(target)).Owner);
        (await accepted.WaitAsync(_limit)).Dispose();
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Full_queue_holds_nobody_up_and_is_ready_when_one_of_it_is_accepted(bool unix)
    {
        (Socket listener, ProbeTarget target) = Listen(unix, backlog: 1);
        for (int client = 0; client < 4; client++)
            Fill(listener);
        Task<ProbeAnswer> answer = Accepting(target);
        await PassesLater();
        Assert.False(answer.IsCompleted);

        // One is enough, unless a TCP connection that was left outside takes the place in the same moment.
        while (!answer.IsCompleted)
        {
            if (listener.Poll(0, SelectMode.SelectRead))
                listener.Accept().Dispose();
            await PassesLater();
        }

        Assert.Equal(ListenerOwner.Ours, (await answer).Owner);
    }

    [SkippableFact]
    public void Accept_is_seen_though_our_own_connection_takes_the_place_at_once()
    {
        using AcceptSearch search = new(TimeProvider.System);
        (Socket other, ProbeTarget otherTarget) = Listen(unix: true);
        (Socket full, ProbeTarget fullTarget) = Listen(unix: true, backlog: 1);
        for (int client = 0; client < 2; client++)
            Fill(full);
        bool ready = false;
        using PendingProbe waiting = new(fullTarget, _ => ready = true);
        // Its answer comes between reading the queues and connecting to the full one.
        using PendingProbe trigger = new(otherTarget, _ => full.Accept().Dispose());
        search.Pass([trigger, waiting]);
        other.Accept().Dispose();
        search.Pass([trigger, waiting]);
        Assert.True(trigger.IsOver);
        Assert.False(ready);

        search.Pass([waiting]);

        Assert.True(ready);
    }

    [SkippableFact]
    public async Task Child_that_reads_our_connection_first_is_not_kept_waiting_when_its_accept_was_hidden()
    {
        FakeTimeProvider time = new();
        using AcceptSearch search = new(time);
        (Socket listener, ProbeTarget target) = Listen(unix: false);
        bool ready = false;
        using PendingProbe waiting = new(target, _ => ready = true);
        Fill(listener);
        search.Pass([waiting]);
        using Socket others = await listener.AcceptAsync().WaitAsync(_limit);
        using Socket ours = await listener.AcceptAsync().WaitAsync(_limit);
        Task<int> reading = ours.ReceiveAsync(new byte[1]);

        // The queue is as long as it was: somebody has come meanwhile.
        Fill(listener);
        search.Pass([waiting]);
        search.Pass([waiting]);
        Assert.Equal((false, false), (ready, reading.IsCompleted));
        time.Advance(AcceptSearch.FirstPatience);
        search.Pass([waiting]);

        Assert.Equal(0, await reading.WaitAsync(_limit));
        (await listener.AcceptAsync().WaitAsync(_limit)).Dispose();
        (await listener.AcceptAsync().WaitAsync(_limit)).Dispose();
        search.Pass([waiting]);
        Assert.True(ready);
    }

    [SkippableFact]
    public async Task Disposed_question_is_not_answered_and_its_connection_is_closed()
    {
        (Socket listener, ProbeTarget target) = Listen(unix: false);
        int answers = 0;
        IDisposable pending = _probe.WhenAccepting(target, _ => Interlocked.Increment(ref answers));
        await PassesLater();
        pending.Dispose();

        using Socket accepted = await listener.AcceptAsync().WaitAsync(_limit);

        Assert.Equal(0, await accepted.ReceiveAsync(new byte[1]).WaitAsync(_limit));
        Assert.Equal(0, answers);
    }

    [SkippableFact]
    public async Task Fallback_is_ready_as_soon_as_it_can_connect()
    {
        ConnectProbe probe = new(TimeProvider.System);
        (_, ProbeTarget target) = Listen(unix: false);
        TaskCompletionSource<ProbeAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        using IDisposable pending = probe.WhenAccepting(target, answer.SetResult);

        Assert.Equal(new ProbeAnswer(ListenerOwner.Ours, target.Endpoint, ""), await answer.Task.WaitAsync(_limit));
    }

    private async Task<ProbeAnswer> Accepting(ProbeTarget target)
    {
        TaskCompletionSource<ProbeAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable pending = _probe.WhenAccepting(target, answer.SetResult);
        return await answer.Task.WaitAsync(_limit);
    }

    /// <summary>Answers of the poller's thread, which has looked at everything else meanwhile.</summary>
    private async Task PassesLater()
    {
        Socket other = Bind("127.0.0.1");
        other.Listen();
        for (int round = 0; round < 5; round++)
            await Ask(_probe, Target(PortOf(other), ThisProcess));
    }

    private (Socket Listener, ProbeTarget Target) Listen(bool unix, int backlog = 100)
    {
        if (!unix)
        {
            Socket tcp = Bind("127.0.0.1");
            tcp.Listen(backlog);
            return (tcp, Target(PortOf(tcp), ThisProcess));
        }

        string path = Path.Combine(Path.GetTempPath(), $"spinner-{Guid.NewGuid():N}.sock");
        Socket socket = Keep(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified));
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen(backlog);
        return (socket, new ProbeTarget(ChildEndpoint.Unix(path), ThisProcess, MarkerVariable, Marker));
    }

    /// <summary>Connects without waiting: more than fit in are left outside.</summary>
    private void Fill(Socket listener)
    {
        Socket client = Keep(new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false });
        try
        {
            client.Connect(listener.LocalEndPoint!);
        }
        catch (SocketException full) when (full.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // On its way, or left outside.
        }
    }
}
