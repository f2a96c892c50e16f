using Akka.Actor;
using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class TandemScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private static readonly TimeSpan _tandemTime = TimeSpan.FromSeconds(1);

    private static ChildSpec Spec { get; } =
        TestChild.Spec("web", "serve", "--drain", "100") with { Tandem = true, TandemTime = _tandemTime, RestartTolerance = TimeSpan.Zero };

    [Fact]
    public async Task Twenty_updates_under_a_steady_load_lose_no_request()
    {
        const int Updates = 20;
        string source = WriteScript("source", "0");
        StartSucceeded started = await Start(Spec with { Monitor = [source] });
        List<int> pids = [started.Pid];
        SteadyLoad load = SteadyLoad.Start(Client, "web", perSecond: 200);
        await Wait.Until(() => load.Done > 100, "answers before the first update");

        for (int update = 1; update <= Updates; update++)
        {
            pids.Add(update % 4 == 0 ? await UpdateByChange(source, update) : await UpdateByRequest());
        }

        int soFar = load.Done;
        await Wait.Until(() => load.Done > soFar + 100, "answers after the last update");
        IReadOnlyList<LoadedRequest> all = await load.Stop();

        // The old run goes on for the tandem time: one that this machine kept for longer from connecting comes too late, and that proves nothing.
        Assert.DoesNotContain(all, request => request.Failure is not null && !(request.RefusedAfter > _tandemTime));
        string[] answers = [.. all.Select(request => request.Answer).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(pids.Select(pid => $"ok {pid}").Order(StringComparer.Ordinal), answers);
        Assert.Equal((Updates, ChildState.Started), ((await Client.GetAsync("web"))!.Restarts, (await Client.GetAsync("web"))!.State));
    }

    [Fact]
    public async Task A_broken_update_leaves_the_old_run_serving_and_the_fix_updates_it()
    {
        string script = WriteScript("server.sh", $"exec '{TestChild.Program}' serve --drain 100\n");
        StartSucceeded first = await Start(ChildSpec.ForScript(script) with { Tandem = true, TandemTime = _tandemTime });
        using Inbox failures = Subscribe<ChildUpdateFailed>();

        File.Move(WriteScript("broken", "echo broken >&2\nexit 1\n"), script, overwrite: true);
        ChildUpdateFailed failed = Assert.IsType<ChildUpdateFailed>(await failures.ReceiveAsync(Patience));

        Assert.Equal((StartFailureReason.Exited, $"changed: {script}"), (failed.Failure.Reason, failed.Cause));
        Assert.Equal(["broken"], failed.StderrTail);
        StartSucceeded still = Assert.IsType<StartSucceeded>(await Client.StartAsync(first.Name));
        Assert.Equal((1, first.Endpoint), (still.Run, still.Endpoint));
        await AssertAnswers(first);
        Assert.Equal([first.Pid], Alive);

        File.Move(WriteScript("mended", $"exec '{TestChild.Program}' serve\n"), script, overwrite: true);
        ChildSnapshot child = await Until(script, child => child is { Restarts: 1, Update: UpdatePhase.None }, "an update");

        Assert.Null(child.UpdateFailure);
        Assert.Equal([child.Pid!.Value], Alive);
        await AssertAnswers(Assert.IsType<StartSucceeded>(await Client.StartAsync(first.Name)));
    }

    [Theory]
    [InlineData(UpdatePhase.Starting, true)]
    [InlineData(UpdatePhase.Starting, false)]
    [InlineData(UpdatePhase.Draining, true)]
    [InlineData(UpdatePhase.Draining, false)]
    public async Task The_loss_of_either_run_ends_in_one_that_serves(UpdatePhase phase, bool ofTheOld)
    {
        string gate = Path.Combine(Folder, "gate");
        ChildSpec spec = TestChild.Shell("web", $"""
            echo "pid $$"; while [ -e '{gate}' ]; do sleep 0.02; done; exec "$TESTCHILD" serve
            """);
        StartSucceeded first = await Start(spec with { Tandem = true, TandemTime = Patience });
        if (phase == UpdatePhase.Starting) WriteScript("gate", "");
        Task<StartResult> update = Client.RestartAsync("web");
        int second = await PidAfter("web", "pid", occurrence: 2);
        await Until("web", child => child.Update == phase, $"update {phase}");

        Native.Kill(ofTheOld ? first.Pid : second);
        await Until("web", child => child.Update == UpdatePhase.None, "an end of the update");
        File.Delete(gate);

        // Only a candidate that is lost is an update that failed.
        Assert.Equal((phase, ofTheOld) != (UpdatePhase.Starting, false), await update.WaitAsync(Patience, TimeProvider.System) is StartSucceeded);
        StartSucceeded left = await AssertOneServes();
        Assert.Equal(ofTheOld ? 2 : 1, left.Run);
    }

    [Fact]
    public async Task A_loss_at_any_moment_ends_in_one_run_that_serves()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        await Start(Spec with { TandemTime = TimeSpan.FromMilliseconds(200) });
        for (int round = 0; round < 20; round++)
        {
            Task<StartResult> update = Client.RestartAsync("web");
            TimeSpan moment = TimeSpan.FromMilliseconds(random.Next(0, 600));
            await Task.Delay(moment, TimeProvider.System);
            IReadOnlyList<int> alive = Alive;
            int victim = alive.Count > 0 ? alive[random.Next(alive.Count)] : 0;
            if (victim > 0) Native.Kill(victim);
            try
            {
                // A process that was sent SIGKILL is still there for a moment, and would pass for the one that is to be left.
                await Wait.Until(() => victim == 0 || !MarkedProcesses.IsAlive(victim), "the death of the victim");
                await update.WaitAsync(Patience, TimeProvider.System);
                await AssertOneServes();
            }
            catch (Exception failure) when (failure is TimeoutException or Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException(
                    $"Seed {seed}, round {round}, {moment.TotalMilliseconds} ms after the request, {alive.Count} alive: {await Client.GetAsync("web")}", failure);
            }
        }
    }

    /// <summary>Waits for the end of the update; then there is one process, it is the one that callers are sent to, and it answers.</summary>
    private async Task<StartSucceeded> AssertOneServes()
    {
        await Until("web", child => child is { State: ChildState.Started, Update: UpdatePhase.None }, "the end of the update");
        await Wait.Until(() => Alive.Count == 1, "one process");
        StartSucceeded serving = Assert.IsType<StartSucceeded>(await Client.StartAsync("web").WaitAsync(Patience, TimeProvider.System));
        Assert.Equal([serving.Pid], Alive);
        await AssertAnswers(serving);
        return serving;
    }

    private async Task<int> UpdateByRequest() =>
        Assert.IsType<StartSucceeded>(await Client.RestartAsync("web").WaitAsync(Patience, TimeProvider.System)).Pid;

    private async Task<int> UpdateByChange(string source, int update)
    {
        await File.WriteAllTextAsync(source, $"{update}");
        await Until("web", child => child.Restarts == update, $"update {update}");
        return Assert.IsType<StartSucceeded>(await Client.StartAsync("web")).Pid;
    }
}

public sealed class TandemScenariosNative() : TandemScenarios(LauncherKind.Auto);

public sealed class TandemScenariosPortable() : TandemScenarios(LauncherKind.Portable);
