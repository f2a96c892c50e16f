using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class DependencyScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private static ChildSpec Web(string dependsOn, DependencyCondition condition) => TestChild.Spec("web", "serve", "--drain", "300") with
    {
        DependsOn = new Dictionary<string, DependencyCondition> { [dependsOn] = condition },
    };

    private static ChildSpec Migration(params string[] verbAndArgs) => TestChild.Spec("migration", verbAndArgs) with
    {
        Endpoint = EndpointKind.None,
        Restart = RestartMode.Never,
    };

    private async Task Define(ChildSpec spec) => Assert.Null(await Client.DefineAsync(spec));

    [Fact]
    public async Task The_database_is_up_before_the_web_and_down_after_it()
    {
        await Define(TestChild.Spec("db", "serve", "--graceful"));
        await Start(Web("db", DependencyCondition.Started));
        string web = $"listening {await Output.RestOfLine("web", "listening")}";
        string db = $"listening {await Output.RestOfLine("db", "listening")}";
        Assert.InRange(Output.PlaceOf("db", db), 0, Output.PlaceOf("web", web));

        StopAllResult stopped = await Client.StopAllAsync().WaitAsync(Patience, TimeProvider.System);

        Assert.Equal([StopOutcome.Exited, StopOutcome.Exited], stopped.Results.Select(result => result.Outcome));
        await Output.RestOfLine("db", "finishing");
        Assert.InRange(Output.PlaceOf("web", "bye"), 0, Output.PlaceOf("db", "finishing"));
    }

    [Fact]
    public async Task The_web_waits_until_the_database_is_healthy()
    {
        string unhealthy = Path.Combine(Folder, "unhealthy");
        await File.WriteAllTextAsync(unhealthy, "");
        await Define(TestChild.Spec("db", "serve", "--unhealthy-file", unhealthy) with
        {
            Liveness = LivenessCheck.Http("/health") with { Interval = TimeSpan.FromMilliseconds(100), Failures = 1000 },
        });
        Task<StartSucceeded> starting = Start(Web("db", DependencyCondition.Healthy));
        await Until("db", child => child.State == ChildState.Started, "a start");
        ChildSnapshot web = (await Client.GetAsync("web"))!;
        Assert.Equal((ChildState.Starting, null), (web.State, web.Pid));
        Assert.Equal(-1, Output.PlaceOf("web", $"listening {Ports.First + 1}"));

        File.Delete(unhealthy);

        await AssertAnswers(await starting);
        Assert.Equal(ChildHealth.Healthy, (await Client.GetAsync("db"))!.Health);
    }

    [Fact]
    public async Task The_web_waits_until_the_migration_is_done_and_it_is_done_once()
    {
        await Define(Migration("work", "--exit-after", "300"));
        ChildSpec spec = Web("migration", DependencyCondition.Completed);
        await Start(spec);
        ChildSnapshot done = (await Client.GetAsync("migration"))!;
        Assert.Equal((ChildState.Stopped, ExitStatus.Exited(0), 1), (done.State, done.LastExit, done.Run));
        await Stop("web");

        await Start(spec);

        Assert.Equal(1, (await Client.GetAsync("migration"))!.Run);
    }

    [Fact]
    public async Task A_migration_that_fails_is_the_failure_of_the_web()
    {
        await Define(Migration("exit-at-once", "1", "no such table"));

        StartFailed failed = await FailToStart(Web("migration", DependencyCondition.Completed));

        Assert.Equal(StartFailureReason.DependencyFailed, failed.Reason);
        Assert.Contains("exit code 1", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["no such table"], failed.StderrTail);
        Assert.Equal(0, (await Client.GetAsync("web"))!.FailedStarts);
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_circle_is_refused_and_named_and_nothing_is_started()
    {
        await Define(Web("api", DependencyCondition.Started));
        await Define(TestChild.Spec("db", "serve") with { DependsOn = new Dictionary<string, DependencyCondition> { ["web"] = DependencyCondition.Started } });

        StartFailed refused = await FailToStart(
            TestChild.Spec("api", "serve") with { DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Healthy } });

        Assert.Equal(StartFailureReason.InvalidSpec, refused.Reason);
        Assert.Contains("depends-on is a circle: api -> db -> web -> api.", refused.Message, StringComparison.Ordinal);
        Assert.Null(await Client.GetAsync("api"));
        Assert.Empty(Alive);
    }
}

public sealed class DependencyScenariosNative() : DependencyScenarios(LauncherKind.Auto);

public sealed class DependencyScenariosPortable() : DependencyScenarios(LauncherKind.Portable);
