using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class StartScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    [Fact]
    public async Task Starting_twice_gives_one_process_and_one_port()
    {
        StartSucceeded first = await Start("web", "serve");
        StartSucceeded second = await Start("web", "serve");

        Assert.Equal((first.Pid, first.Port, 1), (second.Pid, second.Port, second.Run));
        Assert.Equal([first.Pid], Alive);
        await AssertAnswers(second);
    }

    [Fact]
    public async Task A_hundred_starts_of_one_name_at_once_give_one_process()
    {
        StartSucceeded[] all = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Start("web", "serve")));

        StartSucceeded one = Assert.Single(all.DistinctBy(started => (started.Pid, started.Port, started.Run)));
        Assert.Equal([one.Pid], Alive);
    }

    [Fact]
    public async Task A_slow_binder_is_waited_for()
    {
        StartSucceeded started = await Start("web", "serve", "--delay", "1500");

        await AssertAnswers(started);
        Assert.Equal(["lease", "spawn", "ready"], started.Journey.Select(step => step.Step));
    }

    [Fact]
    public async Task A_child_that_never_binds_is_killed_and_its_last_words_are_told()
    {
        StartFailed failed = await FailToStart(
            TestChild.Shell("web", "echo no database >&2; exec sleep 300") with { StartTimeout = TimeSpan.FromSeconds(3) });

        Assert.Equal(StartFailureReason.TimedOut, failed.Reason);
        Assert.Equal(["no database"], failed.StderrTail);
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task A_child_that_exits_at_once_is_told_with_code_and_last_words()
    {
        StartFailed failed = await FailToStart(TestChild.Spec("web", "exit-at-once", "7", "no such table"));

        Assert.Equal(StartFailureReason.Exited, failed.Reason);
        Assert.Equal(ExitStatus.Exited(7), failed.Exit);
        Assert.Equal(["no such table"], failed.StderrTail);
        Assert.Empty(Alive);
    }

    [Fact]
    public async Task Every_error_of_a_spec_is_told_at_once_and_nothing_is_spawned()
    {
        StartFailed failed = await FailToStart(new ChildSpec { Name = "web", Command = "/no/such/program", WorkingDirectory = "/no/such/folder" });

        Assert.Equal(StartFailureReason.InvalidSpec, failed.Reason);
        Assert.Contains(failed.Errors, error => error.Contains("/no/such/program", StringComparison.Ordinal));
        Assert.Contains(failed.Errors, error => error.Contains("/no/such/folder", StringComparison.Ordinal));
        Assert.Equal(Ports.First, (await Start("other", "serve")).Port);
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_refused_by_name()
    {
        string file = WriteScript("not-a-program", "these are no instructions\n");

        StartFailed failed = await FailToStart(new ChildSpec { Name = "web", Command = file });

        Assert.Equal(StartFailureReason.SpawnFailed, failed.Reason);
        Assert.Contains(file, failed.Message, StringComparison.Ordinal);
        Assert.Contains("#!", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_program_or_folder_that_has_gone_faults_the_restart_and_is_named(bool program)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, "home")).FullName;
        string script = WriteScript("server", $"#!/bin/sh\nexec '{TestChild.Program}' serve\n");
        StartSucceeded started = await Start(new ChildSpec { Name = "web", Command = script, WorkingDirectory = folder });
        string gone = program ? script : folder;
        if (program)
            File.Delete(script);
        else
            Directory.Delete(folder);

        Processes.Native.Kill(started.Pid);

        ChildSnapshot child = await Until("web", child => child.State == ChildState.Faulted, "a fault");
        Assert.Equal(StartFailureReason.SpawnFailed, child.LastError!.Reason);
        Assert.Contains(gone, child.LastError.Message, StringComparison.Ordinal);
    }
}

public sealed class StartScenariosNative() : StartScenarios(LauncherKind.Auto);

public sealed class StartScenariosPortable() : StartScenarios(LauncherKind.Portable);
