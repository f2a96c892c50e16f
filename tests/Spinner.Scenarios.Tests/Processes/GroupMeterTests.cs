using Spinner.Processes;
using Spinner.Processes.Linux;
using Xunit;

namespace Spinner.Scenarios.Tests.Processes;

public sealed class GroupMeterTests : LinuxLauncherTest
{
    [SkippableFact]
    public async Task Group_of_three_is_summed_and_one_that_is_gone_is_nothing()
    {
        SkipUnlessSupported();
        IGroupMeter meter = GroupMeters.Create(Launcher, TimeProvider.System);
        using IDisposable owned = Assert.IsType<LinuxGroupMeter>(meter);
        RecordingObserver observer = Shell("sleep 60 & sleep 60 & i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done; echo ready; wait");
        await observer.StdoutWith("ready");
        IChildProcess process = await observer.WhenSpawned;

        GroupUsage? usage = await Measure(meter, process.Identity);

        Assert.Equal(3, usage!.Processes);
        Assert.True(usage.CpuTime > TimeSpan.Zero, $"{usage}");
        long each = ResidentBytes(process.Identity.Pid);
        Assert.True(usage.ResidentBytes > each, $"{usage}, the leader alone {each}");

        process.Kill(RunScope.Group);
        process.Settle(RunScope.Group);
        await observer.WhenGone;
        Assert.Null(await Measure(meter, process.Identity));
    }

    [SkippableFact]
    public async Task Number_that_belongs_to_another_process_is_nothing()
    {
        SkipUnlessSupported();
        using LinuxGroupMeter meter = new(TimeProvider.System);
        RecordingObserver observer = Shell("exec sleep 60");
        ProcessIdentity identity = (await observer.WhenSpawned).Identity;

        Assert.Equal(1, (await Measure(meter, identity))?.Processes);
        Assert.Null(await Measure(meter, identity with { StartTicks = identity.StartTicks - 1 }));
    }

    private static async Task<GroupUsage?> Measure(IGroupMeter meter, ProcessIdentity leader)
    {
        TaskCompletionSource<GroupUsage?> usage = new(TaskCreationOptions.RunContinuationsAsynchronously);
        meter.Measure(leader, usage.SetResult);
        return await usage.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static long ResidentBytes(int pid) =>
        long.Parse(File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
