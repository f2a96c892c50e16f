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

    [Fact]
    public async Task A_folder_is_watched_with_all_below_it_but_for_what_is_excluded()
    {
        string below = Directory.CreateDirectory(Path.Combine(Folder, "src", "deep", "er")).FullName;
        string excluded = WriteScript("src/notes.txt", "1");
        await Start(TestChild.Spec("web", "serve") with { Monitor = ["src"], MonitorExclude = ["*.txt", "src/out"], BaseDirectory = Folder });
        await AssertIgnored(excluded, () => File.WriteAllText(excluded, "22"));

        string added = Path.Combine(below, "new.js");
        await File.WriteAllTextAsync(added, "new");

        await AssertRestarted("web", added);
    }

    [Fact]
    public async Task A_glob_is_watched_for_files_that_it_matches_now_or_later()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "src", "deep"));
        string other = WriteScript("src/deep/app.css", "1");
        await Start(TestChild.Spec("web", "serve") with { Monitor = ["src/**/*.js"], BaseDirectory = Folder });
        await AssertIgnored(other, () => File.WriteAllText(other, "22"));

        string added = WriteScript("src/deep/app.js", "new");

        await AssertRestarted("web", added);
    }

    [Fact]
    public async Task A_new_time_without_new_content_is_no_change()
    {
        string source = WriteScript("source", "one");
        await Start(TestChild.Spec("web", "serve") with { Monitor = [source] });
        string beside = WriteScript("beside", "1");
        await AssertIgnored(beside, () =>
        {
            File.SetLastWriteTimeUtc(source, DateTime.UnixEpoch);
            File.WriteAllText(source, "one");
            File.WriteAllText(beside, "22");
        });

        await File.WriteAllTextAsync(source, "two");

        await AssertRestarted("web", source);
    }

    [Fact]
    public async Task A_switched_symlink_is_a_change()
    {
        string one = WriteScript("one", "1");
        string two = WriteScript("two", "2");
        string current = Path.Combine(Folder, "current");
        File.CreateSymbolicLink(current, one);
        await Start(TestChild.Spec("web", "serve") with { Monitor = [current] });

        File.CreateSymbolicLink(current + ".new", two);
        File.Move(current + ".new", current, overwrite: true);

        await AssertRestarted("web", current);
    }

    [Fact]
    public async Task A_change_during_the_start_is_not_lost()
    {
        string script = WriteScript("server.sh", $"exec '{TestChild.Program}' serve --banner old --delay 60000\n");
        Task<StartSucceeded> starting = Start(ChildSpec.ForScript(script) with { Name = "web" });
        await Output.RestOfLine("web", "old");

        await File.WriteAllTextAsync(script, $"exec '{TestChild.Program}' serve --banner new\n");

        Assert.Equal(2, (await starting).Run);
        Assert.Contains("new", Output.Lines("web"));
    }

    [Fact]
    public async Task A_path_that_is_missing_at_the_first_start_is_an_error_of_the_spec()
    {
        string missing = Path.Combine(Folder, "missing");

        StartFailed failed = await FailToStart(TestChild.Spec("web", "serve") with { Monitor = [missing] });

        Assert.Equal(StartFailureReason.InvalidSpec, failed.Reason);
        Assert.Contains(missing, Assert.Single(failed.Errors), StringComparison.Ordinal);
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_source_that_is_gone_for_a_while_restarts_the_child_when_it_is_back_and_another()
    {
        string source = WriteScript("source", "one");
        await Start(TestChild.Spec("web", "serve") with { Monitor = [source] });
        string beside = WriteScript("beside", "1");
        await AssertIgnored(beside, () =>
        {
            File.Delete(source);
            File.WriteAllText(beside, "22");
        });

        WriteScript("source", "two");

        await AssertRestarted("web", source);
    }

    [Fact]
    public async Task Two_children_on_one_folder_are_both_restarted()
    {
        string source = WriteScript("source", "one");
        await Start(TestChild.Spec("one", "serve") with { Monitor = [Folder], MonitorExclude = ["run"] });
        await Start(TestChild.Spec("two", "serve") with { Monitor = [Folder], MonitorExclude = ["run"] });

        await File.WriteAllTextAsync(source, "two");

        await AssertRestarted("one", source);
        await AssertRestarted("two", source);
    }

    [Fact]
    public async Task A_child_that_logs_into_the_folder_it_watches_is_not_restarted_by_that()
    {
        string source = WriteScript("source", "one");
        OutputTarget log = OutputTarget.File(Path.Combine(Folder, "web.log")) with { MaxBytes = OutputTarget.LeastMaxBytes, MaxFiles = 3 };
        await Start(TestChild.Shell("web", "head -c 300000 /dev/zero | tr '\\0' '\\n'; exec \"$TESTCHILD\" serve") with
        {
            Monitor = [Folder],
            MonitorExclude = ["run"],
            Stdout = log,
            Stderr = log,
        });
        Assert.True(File.Exists(log.Path + ".1"));
        // Longer than the end of a burst of changes is waited for.
        await Until("web", child => child.Uptime > TimeSpan.FromSeconds(1), "a second in which it serves");

        await File.WriteAllTextAsync(source, "two");

        await AssertRestarted("web", source);
    }

    [Fact]
    public async Task A_start_that_fails_with_a_last_word_into_the_watched_folder_is_not_tried_again_for_that()
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "src")).FullName;
        string source = WriteScript("source", "1");
        OutputTarget log = OutputTarget.File(Path.Combine(folder, "web.log"));
        await Start(TestChild.Spec("witness", "serve") with { Monitor = [source] });
        await FailToStart(TestChild.Shell("web", "echo broken; exit 1") with { Monitor = [folder], Stdout = log, Stderr = log });

        await File.WriteAllTextAsync(source, "22");
        await AssertRestarted("witness", source);

        ChildSnapshot child = (await Client.GetAsync("web"))!;
        Assert.Equal((ChildState.Stopped, 1), (child.State, child.Run));
    }

    [Fact]
    public async Task A_child_that_writes_its_own_source_is_suspended_and_goes_on_until_it_is_restarted_by_request()
    {
        string source = WriteScript("source", "0");
        string loop = WriteScript("loop", "");
        using Inbox suspended = Subscribe<ChildWatchSuspended>();
        await Start(TestChild.Shell("web", $"[ ! -e '{loop}' ] || echo $$ > '{source}'; exec \"$TESTCHILD\" serve") with { Monitor = [source] });

        ChildWatchSuspended told = Assert.IsType<ChildWatchSuspended>(await suspended.ReceiveAsync(Patience));

        Assert.Equal(source, told.Path);
        ChildSnapshot child = await Until("web", child => child.State == ChildState.Started, "the run that serves on");
        Assert.Equal((11, true), (child.Run, child.IsWatchSuspended));

        File.Delete(loop);
        Assert.Equal(12, Assert.IsType<StartSucceeded>(await Client.RestartAsync("web")).Run);
        Assert.False((await Client.GetAsync("web"))!.IsWatchSuspended);
        await File.WriteAllTextAsync(source, "by hand");
        await Until("web", child => child is { State: ChildState.Started, Run: 13 }, "a restart by change");
    }

    /// <summary>A second run serves, and nothing but a change of this file has ever led to one.</summary>
    private async Task AssertRestarted(string name, string path)
    {
        ChildSnapshot child = await Until(name, child => child is { State: ChildState.Started, Run: > 1 }, "a restart");
        Assert.Equal([$"changed: {path}"], child.Transitions.Select(transition => transition.Cause).Where(cause => cause.StartsWith("changed", StringComparison.Ordinal)));
        Assert.Equal(2, child.Run);
    }

    /// <summary>Does something that changes a file, and waits until a child of its own that watches this file has been restarted by it.</summary>
    private async Task AssertIgnored(string changed, Action change)
    {
        await Start(TestChild.Spec("witness", "serve") with { Monitor = [changed] });
        change();
        await AssertRestarted("witness", changed);
        Assert.Equal(1, (await Client.GetAsync("web"))!.Run);
    }}

public sealed class WatchScenariosNative() : WatchScenarios(LauncherKind.Auto);

public sealed class WatchScenariosPortable() : WatchScenarios(LauncherKind.Portable);
