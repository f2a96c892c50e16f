using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>Somebody sets the wall clock. One launcher will do: none of this is its business.</summary>
public sealed class ClockScenarios : ChildScenario
{
    private static readonly TimeSpan _hours = TimeSpan.FromHours(5);
    private readonly JumpingClock _clock;

    public ClockScenarios()
        : this(new JumpingClock())
    {
    }

    private ClockScenarios(JumpingClock clock)
        : base(LauncherKind.Auto, clock) => _clock = clock;

    [Fact]
    public async Task A_jump_ahead_neither_idles_a_child_nor_forgives_its_crash_nor_ends_its_fault()
    {
        StartSucceeded first = await Start("web", "serve");
        _clock.Jump(_hours);
        StartSucceeded second = await CrashAndRecover(first);
        _clock.Jump(_hours);
        Assert.Equal(second.Pid, (await Start("web", "serve")).Pid);
        Processes.Native.Kill(second.Pid);
        await Until("web", child => child.State == ChildState.Faulted, "a fault");
        _clock.Jump(_hours);

        StartFailed refused = await FailToStart(TestChild.Spec("web", "serve"));

        Assert.Equal(StartFailureReason.Faulted, refused.Reason);
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_jump_back_holds_up_neither_a_timeout_nor_the_idle_stop_nor_the_end_of_a_fault()
    {
        Task<StartFailed> starting = FailToStart(TestChild.Spec("late", "never-bind") with { StartTimeout = TimeSpan.FromSeconds(1) });
        ChildSpec spec = TestChild.Spec("web", "serve-ignoring-term") with
        {
            IdleTime = TimeSpan.FromSeconds(1),
            StopTimeout = TimeSpan.FromSeconds(1),
            FaultTimeout = TimeSpan.FromSeconds(1),
        };
        await Start(spec);
        _clock.Jump(-_hours);

        Assert.Equal(StartFailureReason.TimedOut, (await starting).Reason);
        await Until("web", child => child.State == ChildState.Stopped, "an idle stop, by force");

        StartSucceeded second = await CrashAndRecover(await Start(spec with { IdleTime = Timeout.InfiniteTimeSpan }));
        Processes.Native.Kill(second.Pid);
        await Until("web", child => child.State == ChildState.Faulted, "a fault");
        _clock.Jump(-_hours);
        await Until("web", child => child.RetryAfter?.Ticks == 0, "the end of its fault");
    }
}
