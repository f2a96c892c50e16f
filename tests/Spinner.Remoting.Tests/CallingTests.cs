using Akka.Actor;
using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Testing;
using Spinner.Wire;
using Xunit;

namespace Spinner.Remoting.Tests;

/// <summary>The same questions, from another node.</summary>
public sealed class CallingTests : IAsyncLifetime, IDisposable
{
    private readonly Certificates _certificates = new();
    private Node _server = null!;
    private Node _caller = null!;
    private SpinnerClient _remote = null!;

    public async Task InitializeAsync()
    {
        _server = await Node.Serving(options => _certificates.Apply(options));
        _caller = await Node.Calling(options => _certificates.Apply(options));
        _remote = _caller.ClientOf(_server.Address);
    }

    public async Task DisposeAsync()
    {
        await _caller.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_child_is_started_by_name_once_however_often_and_from_wherever_it_is_asked_for()
    {
        StartSucceeded[] started =
        [
            .. (await Task.WhenAll(_remote.StartAsync("web"), _remote.StartAsync("web"), _server.Local.StartAsync("web"))).Cast<StartSucceeded>(),
        ];

        Assert.Single(started.Select(one => one.Endpoint.Port).Distinct());
        Assert.Single(started.Select(one => one.Run).Distinct());
        ChildSnapshot? seen = await _remote.GetAsync("web");
        Assert.Equal((ChildState.Started, started[0].Endpoint.Port), (seen!.State, seen.Endpoint!.Port));
    }

    [Fact]
    public async Task It_is_touched_restarted_listed_and_stopped()
    {
        await _remote.StartAsync("web");

        Assert.True((await _remote.TouchAsync("web"))!.Touched);
        Assert.Equal(2, Assert.IsType<StartSucceeded>(await _remote.RestartAsync("web")).Run);
        Assert.Equal(["web"], (await _remote.ListAsync()).Select(child => child.Name.Value));
        Assert.Equal(StopOutcome.Exited, (await _remote.StopAsync("web")).Outcome);
        Assert.Null(await _remote.GetAsync("nobody"));
    }

    [Fact]
    public async Task Values_of_the_environment_stay_where_they_are()
    {
        await _remote.StartAsync("web");

        ChildSnapshot seen = (await _remote.GetAsync("web"))!;

        Assert.Equal(["SECRET"], seen.Spec!.Env!.Keys);
        Assert.DoesNotContain("sesame", seen.Spec.Env["SECRET"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lease_holds_a_child_of_another_node()
    {
        await using (ChildLease lease = await _remote.AcquireAsync("web"))
        {
            Assert.Equal(1, (await _server.Local.GetAsync("web"))!.Leases);
            Assert.Equal((await _server.Local.GetAsync("web"))!.Endpoint!.Port, lease.Endpoint.Port);
        }

        Assert.Equal(0, (await _server.Local.GetAsync("web"))!.Leases);
    }

    [Fact]
    public async Task Events_come_in_order_after_a_picture_of_the_present()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        List<ChildEvent> seen = [];
        await foreach (ChildEvent told in _remote.WatchAsync(limit.Token))
        {
            seen.Add(told);
            if (told is ChildPresent { IsReplay: true }) _ = _server.Local.StartAsync("web");
            if (told is ChildStarted) _ = _server.Local.StopAsync("web");
            if (told is ChildStopped) break;
        }

        Assert.True(Assert.IsType<ChildPresent>(seen[0]).IsReplay);
        long[] live = [.. seen.Where(told => !told.IsReplay).Select(told => told.Sequence)];
        Assert.Equal(Enumerable.Range(0, live.Length).Select(i => live[0] + i), live);
    }

    [Fact]
    public async Task Output_is_read_where_the_children_run() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _remote.RecentOutputAsync("web", 1));

    [Fact]
    public async Task A_cancelled_call_ends_at_once_and_its_start_goes_on()
    {
        await _server.Local.DefineAsync(TestChild.Spec("slow", "serve", "--delay", "1500"));
        using CancellationTokenSource cancel = new();

        Task<StartResult> call = _remote.StartAsync("slow", cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.IsType<StartSucceeded>(await _server.Local.StartAsync("slow"));
    }

    [Fact]
    public async Task A_cancelled_call_takes_no_place()
    {
        await _server.Local.DefineAsync(TestChild.Spec("slow", "serve", "--delay", "20000") with { StartTimeout = TimeSpan.FromSeconds(60) });
        SpinnerClient single = SpinnerClient.Remote(_caller.System, _server.Address, new RemoteClientOptions { MaxCalls = 1 });
        using CancellationTokenSource cancel = new();
        Task<StartResult> call = single.StartAsync("slow", cancel.Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => single.GetAsync("web"));

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        // Its place is free a moment later.
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        while (await Record.ExceptionAsync(() => single.GetAsync("web")) is InvalidOperationException full)
            Assert.False(limit.IsCancellationRequested, full.Message);
    }

    [Fact]
    public async Task Questions_arrive_in_the_order_in_which_they_are_asked()
    {
        const int Count = 1000;
        await using Node mute = await Node.Start(serves: false, options =>
        {
            options.Port = 0;
            _certificates.Apply(options, "mute");
        });
        List<string> heard = [];
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        mute.System.ActorOf(Props.Create(() => new Listening(heard, Count, all)), "spinner");
        SpinnerClient remote = _caller.ClientOf(mute.Address);

        string[] names = [.. Enumerable.Range(0, Count).Select(i => $"{i}")];
        foreach (string name in names)
            _ = remote.GetAsync(name);
        await all.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(names, heard);
    }

    [Fact]
    public async Task A_call_has_the_limit_it_is_given()
    {
        await _server.Local.DefineAsync(TestChild.Spec("slow", "serve", "--delay", "10000") with { StartTimeout = TimeSpan.FromSeconds(30) });
        SpinnerClient hasty = SpinnerClient.Remote(_caller.System, _server.Address, new RemoteClientOptions { CallTimeout = TimeSpan.FromMilliseconds(300) });

        TimeoutException timeout = await Assert.ThrowsAsync<TimeoutException>(() => hasty.StartAsync("slow"));

        Assert.Contains("StartChild", timeout.Message, StringComparison.Ordinal);
    }

    /// <summary>Answers nothing but pings, which it does not count.</summary>
    private sealed class Listening(List<string> heard, int count, TaskCompletionSource all) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is not FromAnotherNode { Request: GetChild ask }) return;
            heard.Add(ask.Name.Value);
            if (heard.Count == count) all.SetResult();
        }
    }
}
