using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class ReadinessScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    /// <summary>Long enough for a child to come to the point where it fails to be ready.</summary>
    private static readonly TimeSpan _enough = TimeSpan.FromSeconds(6);

    /// <summary>Begins a start, and looks until the child's process is there and has printed a line.</summary>
    private async Task<Task<StartResult>> Begin(ChildSpec spec, string line)
    {
        Task<StartResult> start = Client.StartAsync(spec);
        await Output.RestOfLine(spec.Name.Value, line);
        return start;
    }

    [Fact]
    public async Task A_child_that_answers_503_is_not_ready_until_it_answers_well()
    {
        string unhealthy = WriteScript("unhealthy", "");
        ChildSpec spec = TestChild.Spec("web", "serve", "--unhealthy-file", unhealthy) with { Readiness = ReadinessCheck.Http("/health") };
        Task<StartResult> start = await Begin(spec, "listening");
        await AssertAnswers(await SeenStarting());

        File.Delete(unhealthy);

        StartSucceeded started = Assert.IsType<StartSucceeded>(await start.WaitAsync(Patience, TimeProvider.System));
        Assert.Equal(1, started.Run);
        await AssertAnswers(started);
    }

    [Fact]
    public async Task A_child_that_never_answers_well_is_told_its_last_answer()
    {
        string unhealthy = WriteScript("unhealthy", "");

        StartFailed failed = await FailToStart(TestChild.Spec("web", "serve", "--unhealthy-file", unhealthy) with
        {
            Readiness = ReadinessCheck.Http("/health"),
            StartTimeout = _enough,
        });

        Assert.Equal(StartFailureReason.TimedOut, failed.Reason);
        Assert.Contains($"GET /health was answered well (last: http://127.0.0.1:{Ports.First}/health answered with status 503.)", failed.Message, StringComparison.Ordinal);
        Assert.Empty(Alive);
    }

    [Theory]
    [InlineData("log")]
    [InlineData("notify")]
    public async Task A_child_is_ready_when_it_listens_and_has_said_so(string way)
    {
        string[] options = way == "log" ? ["--ready-line", "up and running"] : ["--notify"];
        StartSucceeded started = await Start(TestChild.Spec("web", ["serve", "--delay", "200", "--ready-delay", "300", .. options]) with
        {
            Readiness = way == "log" ? ReadinessCheck.LogLine("^up and") : ReadinessCheck.Notify,
        });

        Assert.True(started.Journey.Single(step => step.Step == "ready").Elapsed >= TimeSpan.FromMilliseconds(300));
        await AssertAnswers(started);
        Assert.Equal(way == "notify", MarkedProcesses.Variable(started.Pid, "NOTIFY_SOCKET") is { Length: > 0 });
    }

    [Theory]
    [InlineData("log", "it printed a line that matches \"^up and\"")]
    [InlineData("notify", "it sent READY=1 to $NOTIFY_SOCKET")]
    public async Task A_child_that_listens_and_does_not_say_so_is_not_ready(string way, string missing)
    {
        StartFailed failed = await FailToStart(TestChild.Spec("web", "serve") with
        {
            Readiness = way == "log" ? ReadinessCheck.LogLine("^up and") : ReadinessCheck.Notify,
            StartTimeout = _enough,
        });

        Assert.Equal(StartFailureReason.TimedOut, failed.Reason);
        Assert.Contains(missing, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_is_ready_when_a_command_says_so()
    {
        string flag = Path.Combine(Folder, "flag");
        string check = WriteScript("check", $"#!/bin/sh\n[ \"$PORT\" = \"$1\" ] || exit 2\necho not yet >&2\nexec test -e '{flag}'\n");
        ChildSpec spec = TestChild.Spec("web", "serve") with { Readiness = ReadinessCheck.Exec(check, "{port}") with { Timeout = Patience } };
        Task<StartResult> start = await Begin(spec, "listening");
        await SeenStarting();

        await File.WriteAllTextAsync(flag, "");

        await AssertAnswers(Assert.IsType<StartSucceeded>(await start.WaitAsync(Patience, TimeProvider.System)));
    }

    [Fact]
    public async Task A_command_that_never_says_so_is_told_with_its_last_words()
    {
        string check = WriteScript("check", "#!/bin/sh\necho 'not today' >&2\nexit 3\n");

        StartFailed failed = await FailToStart(TestChild.Spec("web", "serve") with
        {
            Readiness = ReadinessCheck.Exec(check) with { Timeout = Patience },
            StartTimeout = _enough,
        });

        Assert.Contains("ended with exit code 3: not today)", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_runs_without_a_port()
    {
        StartSucceeded started = await Start(TestChild.Spec("jobs", "work") with { Readiness = ReadinessCheck.None });
        await Output.RestOfLine("jobs", "working");

        Assert.Equal(ChildEndpoint.None, started.Endpoint);
        Assert.Null(MarkedProcesses.Variable(started.Pid, "PORT"));
        Assert.Equal(2, (await CrashAndRecover(started)).Run);
        Assert.Equal(ChildState.Started, (await Client.GetAsync("jobs"))!.State);
        await Stop("jobs");
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_worker_may_say_itself_that_it_works()
    {
        StartSucceeded started = await Start(TestChild.Spec("jobs", "work", "--notify") with
        {
            Readiness = ReadinessCheck.Notify,
            Endpoint = EndpointKind.None,
        });

        Assert.Equal(ChildEndpoint.None, started.Endpoint);
        Assert.Contains("working", Output.Lines("jobs"));
    }

    /// <summary>The run that listens and is not ready, as if it were.</summary>
    private async Task<StartSucceeded> SeenStarting()
    {
        ChildSnapshot child = await Until("web", child => child.Pid is not null, "a process");
        Assert.Equal(ChildState.Starting, child.State);
        return new StartSucceeded("web", ChildEndpoint.Tcp("127.0.0.1", Ports.First), child.Pid!.Value, child.Run, []);
    }
}

public sealed class ReadinessScenariosNative() : ReadinessScenarios(LauncherKind.Auto);

public sealed class ReadinessScenariosPortable() : ReadinessScenarios(LauncherKind.Portable);
