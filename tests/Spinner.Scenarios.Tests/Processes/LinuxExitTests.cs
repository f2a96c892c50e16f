using System.Diagnostics;
using System.Globalization;
using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Processes;

public sealed class LinuxExitTests : LinuxLauncherTest
{
    [SkippableTheory]
    [InlineData("exit 0", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("exit 255", 255)]
    public async Task Exit_code_is_told(string script, int code)
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell(script);
        Assert.Equal(ExitStatus.Exited(code), await observer.WhenExited);
    }

    [SkippableTheory]
    [InlineData(StopSignal.Terminate, "SIGTERM")]
    [InlineData(StopSignal.User1, "SIGUSR1")]
    [InlineData(StopSignal.Kill, "SIGKILL")]
    public async Task Signal_that_ended_it_is_told(StopSignal signal, string name)
    {
        SkipUnlessSupported();
        RecordingObserver observer = Launch(Spec("/bin/sleep", ["300"]));
        IChildProcess process = await observer.WhenSpawned;
        Assert.True(process.Signal(signal));
        Assert.Equal(ExitStatus.Signalled(name), await observer.WhenExited);
    }

    [SkippableFact]
    public async Task Calls_come_in_the_promised_order()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell("exit 3");
        IChildProcess process = await observer.WhenSpawned;
        process.Settle(RunScope.Run);
        await observer.WhenGone;
        Assert.Equal(["Spawned", "Exited", "Gone"], observer.Calls);
    }

    [SkippableFact]
    public async Task Last_words_come_before_the_exit()
    {
        SkipUnlessSupported();
        for (int i = 0; i < 50; i++)
        {
            RecordingObserver observer = Shell("i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo line $i; done");
            await observer.WhenExited;
            Assert.EndsWith("line 100\n", observer.StdoutAtExit, StringComparison.Ordinal);
            Assert.Equal(100, observer.StdoutAtExit!.Count(c => c == '\n'));
        }
    }

    [SkippableFact]
    public async Task Stdin_is_empty_and_both_streams_arrive_and_end()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell("cat; echo out; echo err >&2; echo again > /dev/stdout");
        await observer.WhenStdoutEnded;
        await observer.WhenStderrEnded;
        Assert.Equal("out\nagain\n", observer.Stdout);
    }

    [SkippableFact]
    public async Task Signal_to_a_reaped_process_is_refused()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell("exit 0");
        IChildProcess process = await observer.WhenSpawned;
        process.Settle(RunScope.Group);
        await observer.WhenGone;
        Assert.False(process.Signal(StopSignal.Terminate));
    }

    [SkippableFact]
    public async Task No_exit_code_is_mixed_up_among_two_hundred_and_foreign_children()
    {
        SkipUnlessSupported();
        Task<int>[] foreign = [.. Enumerable.Range(0, 60).Select(i => RunForeign(i % 100))];
        RecordingObserver[] own = [.. Enumerable.Range(0, 200).Select(i => Shell($"exit {i % 256}"))];
        for (int i = 0; i < own.Length; i++)
        {
            Assert.Equal(ExitStatus.Exited(i % 256), await own[i].WhenExited);
            (await own[i].WhenSpawned).Settle(RunScope.Group);
            await own[i].WhenGone;
        }

        for (int i = 0; i < foreign.Length; i++)
            Assert.Equal(i % 100, await foreign[i]);
    }

    [SkippableFact]
    public async Task Child_reaped_by_a_stranger_still_exits_and_goes()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell("sleep 0.2; exit 9");
        IChildProcess process = await observer.WhenSpawned;
        Task reaped = Task.Run(() => Native.WaitAndReap(process.Identity.Pid));
        process.Settle(RunScope.Group);
        ExitStatus status = await observer.WhenExited;
        await reaped;
        await observer.WhenGone;
        // Linux before 6.15 cannot tell the code once somebody else has reaped it.
        Assert.Contains(status, new[] { ExitStatus.Exited(9), ExitStatus.Unknown });
    }

    private static async Task<int> RunForeign(int code)
    {
        using Process process = Process.Start("/bin/sh", ["-c", "exit " + code.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
