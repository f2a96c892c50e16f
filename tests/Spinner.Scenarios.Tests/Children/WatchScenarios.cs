using Akka.Actor;
using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class WatchScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_changed_source_restarts_the_child_on_its_port(bool replaced)
    {
        string source = WriteScript("source", "one");
        StartSucceeded first = await Start(TestChild.Spec("web", "serve", "--drain", "100") with { Monitor = [source] });
        using Inbox restarts = Subscribe<ChildRestarted>();

        if (replaced)
            File.Move(WriteScript("source.new", "two"), source, overwrite: true);
        else
            await File.WriteAllTextAsync(source, "two and more");
        ChildRestarted restarted = Assert.IsType<ChildRestarted>(await restarts.ReceiveAsync(Patience));

        Assert.Equal((2, first.Endpoint, $"changed: {source}"), (restarted.Run, restarted.Endpoint, restarted.Cause));
        Assert.Contains("bye", Output.Lines("web"));
        Assert.Equal(ExitStatus.Exited(0), (await Client.GetAsync("web"))!.LastExit);
    }

    [Fact]
    public async Task Changes_are_no_crashes_however_many_there_are()
    {
        string source = WriteScript("source", "0");
        await Start(TestChild.Spec("web", "serve") with { Monitor = [source] });
        for (int change = 1; change <= 3; change++)
        {
            await File.WriteAllTextAsync(source, $"{change}");
            await Until("web", child => child.State == ChildState.Started && child.Run == change + 1, $"change {change}");
        }
    }

    [Fact]
    public async Task Saving_the_fix_of_a_failed_start_starts_the_child()
    {
        string script = WriteScript("server.sh", "echo broken >&2\nexit 1\n");
        Assert.Equal(StartFailureReason.Exited, (await FailToStart(ChildSpec.ForScript(script))).Reason);

        await File.WriteAllTextAsync(script, $"exec '{TestChild.Program}' serve\n");

        ChildSnapshot child = await Until(script, child => child.State == ChildState.Started, "a start");
        Assert.Equal(0, child.FailedStarts);
    }

    [Fact]
    public async Task A_stopped_child_is_not_started_by_a_change()
    {
        string source = WriteScript("source", "one");
        await Start(TestChild.Spec("web", "serve") with { Monitor = [source] });
        await Start(TestChild.Spec("witness", "serve") with { Monitor = [source] });
        await Stop("web");

        await File.WriteAllTextAsync(source, "two");
        await Until("witness", child => child is { State: ChildState.Started, Run: 2 }, "a restart");

        Assert.Equal((ChildState.Stopped, 1), ((await Client.GetAsync("web"))!.State, (await Client.GetAsync("web"))!.Run));
    }
}

public sealed class WatchScenariosNative() : WatchScenarios(LauncherKind.Auto);

public sealed class WatchScenariosPortable() : WatchScenarios(LauncherKind.Portable);
