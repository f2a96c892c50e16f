using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

public abstract class IdleScenarios(LauncherKind launcher) : ChildScenario(launcher)
{
    private static readonly TimeSpan _idleTime = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_child_nobody_asks_for_is_stopped()
    {
        await Start(TestChild.Spec("web", "serve") with { IdleTime = TimeSpan.FromMilliseconds(500) });

        ChildSnapshot child = await Until("web", child => child.State == ChildState.Stopped, "an idle stop");

        Assert.Equal("idle", child.Cause);
        Assert.Empty(Alive);
        Assert.Equal(2, (await Start("web", "serve")).Run);
    }

    [Fact]
    public async Task A_child_that_is_touched_stays()
    {
        StartSucceeded started = await Start(TestChild.Spec("web", "serve") with { IdleTime = _idleTime });
        long began = TimeProvider.System.GetTimestamp();
        long touched = began;
        while (TimeProvider.System.GetElapsedTime(began) < _idleTime * 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            bool stays = (await Client.TouchAsync("web"))!.Touched;

            // A machine that slept between two touches proves nothing.
            Assert.True(stays || TimeProvider.System.GetElapsedTime(touched) > _idleTime / 2, "was stopped between touches");
            if (!stays)
                started = await Start(TestChild.Spec("web", "serve") with { IdleTime = _idleTime });
            touched = TimeProvider.System.GetTimestamp();
            began = stays ? began : touched;
        }

        Assert.Equal(started.Pid, (await Client.GetAsync("web"))!.Pid);
        await Until("web", child => child.State == ChildState.Stopped, "an idle stop");
    }
}

public sealed class IdleScenariosNative() : IdleScenarios(LauncherKind.Auto);

public sealed class IdleScenariosPortable() : IdleScenarios(LauncherKind.Portable);
