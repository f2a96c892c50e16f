using System.Globalization;
using Spinner.Configuration;
using Spinner.Output;
using Spinner.Processes;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests.Output;

public abstract class SubscriptionScenarios(LauncherKind launcher) : OutputScenario(launcher)
{
    // What the pipe holds, what is read at once, and a line that has begun, with room to spare.
    private const int SoftBound = 400_000;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task A_subscriber_that_reads_gets_every_line_in_order_and_the_child_waits_for_it()
    {
        SkipUnlessSupported();
        const int Lines = 200_000;
        await using OutputSubscription subscription = Factory.Subscribe("web", Blocking(100));
        OutputRun run = Shell("web", $"exec seq 1 {Lines}");
        await ReadNumbers(subscription, 1, Lines);
        await run.WhenEnded;
        Assert.Equal(ExitStatus.Exited(0), await run.WhenExited);
        Assert.False(subscription.Lines.TryRead(out _));
        Assert.Equal(0, subscription.Dropped);
    }

    [SkippableFact]
    public async Task A_child_whose_subscriber_does_not_read_waits_while_the_output_of_another_flows()
    {
        SkipUnlessSupported();
        await using OutputSubscription idle = Factory.Subscribe("held", Blocking(10)), busy = Factory.Subscribe("free", Blocking(10));
        OutputRun held = Shell("held", "exec seq 1 1000000000");
        await Wait.Until(() => idle.Lines.Count >= 10, "a full subscription");

        // The other one prints far more than the pipe of the first would hold, and all of it is read.
        OutputRun free = Shell("free", "exec seq 1 200000");
        await ReadNumbers(busy, 1, 200_000);
        await free.WhenEnded;
        Assert.InRange(held.Bytes, 1, SoftBound);

        // It goes on where it was.
        await ReadNumbers(idle, 1, 300_000);
        (await held.WhenSpawned).Kill(RunScope.Run);
        await held.WhenGone;
    }

    [SkippableFact]
    public async Task A_child_that_is_held_can_be_stopped_and_its_last_lines_arrive()
    {
        SkipUnlessSupported();
        await using OutputSubscription subscription = Factory.Subscribe("web", Blocking(10));
        OutputRun run = Shell("web", "exec seq 1 1000000000");
        await Wait.Until(() => subscription.Lines.Count >= 10, "a full subscription");

        (await run.WhenSpawned).Signal(StopSignal.Terminate);

        Assert.Equal(ExitStatus.Signalled("SIGTERM"), await run.WhenExited);
        await run.WhenGone;
        await run.WhenEnded;
        int lines = subscription.Lines.Count;
        Assert.InRange(run.Bytes, 1, SoftBound);
        await ReadNumbers(subscription, 1, lines - 1); // The very last may be torn.
    }

    [SkippableFact]
    public async Task What_a_held_child_had_written_before_its_exit_is_delivered_by_then()
    {
        SkipUnlessSupported();
        await using OutputSubscription subscription = Factory.Subscribe("web", Blocking(1));
        OutputRun run = Shell("web", "echo first; while [ ! -e go ]; do sleep 0.01; done; echo second; echo third");
        await Wait.Until(() => subscription.Lines.Count == 1, "the first line");
        await File.WriteAllTextAsync(PathOf("go"), "");
        await run.WhenExited;
        Assert.Equal(3, subscription.Lines.Count);
        await run.WhenEnded;
    }

    [SkippableFact]
    public async Task A_disposed_subscription_releases_the_child()
    {
        SkipUnlessSupported();
        OutputSubscription subscription = Factory.Subscribe("web", Blocking(10));
        OutputRun run = Shell("web", "exec seq 1 200000");
        await Wait.Until(() => subscription.Lines.Count >= 10, "a full subscription");
        Assert.False(run.WhenExited.IsCompleted);
        subscription.Dispose();
        await run.WhenEnded;
        Assert.Equal("200000", Factory.Recent("web", 1)[0].Text);
    }

    [SkippableFact]
    public async Task A_child_is_not_held_up_by_a_subscriber_that_drops()
    {
        SkipUnlessSupported();
        const int Lines = 500_000;
        await using OutputSubscription subscription = Factory.Subscribe("web", new() { Capacity = 100 });
        await Shell("web", $"exec seq 1 {Lines}").WhenEnded;
        Assert.Equal(Lines - 100, subscription.Dropped);
        await ReadNumbers(subscription, Lines - 99, 100);
    }

    private static async Task ReadNumbers(OutputSubscription subscription, int first, int count)
    {
        using CancellationTokenSource patience = new(_limit);
        for (int number = first; number < first + count; number++)
        {
            OutputLine line = await subscription.Lines.ReadAsync(patience.Token);
            Assert.Equal(number.ToString(CultureInfo.InvariantCulture), line.Text);
        }
    }
}

public sealed class SubscriptionScenariosNative() : SubscriptionScenarios(LauncherKind.Auto);

public sealed class SubscriptionScenariosPortable() : SubscriptionScenarios(LauncherKind.Portable);
