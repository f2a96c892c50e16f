using System.Runtime.CompilerServices;
using System.Text;
using Spinner.Output;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class OutputSubscriptionTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly OutputFactory _factory = new(new OutputSettings { Tell = message => throw new InvalidOperationException(message) });
    private readonly List<(int Run, bool IsError)> _resumed = [];
    private IRunOutput _run;

    public OutputSubscriptionTests() => _run = Open(1);

    public void Dispose() => _factory.Dispose();

    [Fact]
    public void Lines_of_the_tail_come_first_and_new_ones_follow_without_gap_or_repetition()
    {
        Write("1\n2\n3\nunfin");
        using OutputSubscription subscription = Subscribe(new() { Tail = 2 });
        Write("ished\n5\n");
        Assert.Equal(5 - 1, subscription.Lines.Count);
        Assert.Equal(["2", "3", "unfinished", "5"], Read(subscription));
    }

    [Fact]
    public void Without_a_tail_only_new_lines_come()
    {
        Write("old\n");
        using OutputSubscription subscription = Subscribe(new());
        Write("new\n");
        Assert.Equal(["new"], Read(subscription));
    }

    [Fact]
    public void It_may_be_made_before_the_first_run_and_outlives_runs()
    {
        using OutputSubscription subscription = _factory.Subscribe("later", new());
        foreach (int number in new[] { 1, 2 })
        {
            IRunOutput run = Open(number, "later");
            run.Write(true, Encoding.UTF8.GetBytes($"of run {number}\n"));
            run.End(true);
        }

        Assert.True(subscription.Lines.TryRead(out OutputLine? first) && subscription.Lines.TryRead(out OutputLine? _));
        Assert.Equal(("later", 1, true, "of run 1"), (first.Child.Value, first.Run, first.IsError, first.Text));
    }

    [Fact]
    public async Task A_waiting_reader_gets_the_next_line()
    {
        using OutputSubscription subscription = Subscribe(new());
        ValueTask<OutputLine> reading = subscription.Lines.ReadAsync();
        Assert.False(reading.IsCompleted);
        Write("now\n");
        Assert.Equal("now", (await reading.AsTask().WaitAsync(_limit)).Text);
    }

    [Fact]
    public void What_a_child_prints_is_counted_and_so_are_lines_dropped_by_subscribers_that_left()
    {
        using OutputSubscription stays = Subscribe(new() { Capacity = 3 });
        using (Subscribe(new() { Capacity = 1 }))
            Write("1\n2\n3\n4\n");

        OutputCount count = Assert.Single(_factory.Counts());
        Assert.Equal((8, 1 + 3), (count.Bytes, count.DroppedLines));
    }

    [Fact]
    public void The_oldest_lines_are_dropped_and_counted_and_the_child_goes_on()
    {
        using OutputSubscription subscription = Subscribe(new() { Capacity = 3 });
        Assert.True(Write("1\n2\n3\n4\n5\n"));
        Assert.Equal(2, subscription.Dropped);
        Assert.Equal(["3", "4", "5"], Read(subscription));
    }

    [Fact]
    public void The_tail_comes_on_top_of_the_capacity()
    {
        Write("1\n2\n3\n");
        using OutputSubscription subscription = Subscribe(new() { Tail = 3, Capacity = 2 });
        Write("4\n5\n");
        Assert.Equal(["1", "2", "3", "4", "5"], Read(subscription));
        Assert.Equal(0, subscription.Dropped);
    }

    [Fact]
    public void A_full_subscriber_that_blocks_holds_the_stream_until_half_is_read_and_loses_nothing()
    {
        using OutputSubscription subscription = Subscribe(Blocking(4));
        Assert.True(Write("1\n2\n3\n"));
        Assert.False(Write("4\n5\n6\n"));
        Read(subscription, 3);
        Assert.Empty(_resumed);
        Read(subscription, 1);
        Assert.Equal([(1, false)], _resumed);
        Assert.True(Write("7\n"));
        Assert.Equal(["5", "6", "7"], Read(subscription));
        Assert.Equal([(1, false)], _resumed);
    }

    [Fact]
    public void Each_stream_that_was_held_is_read_again()
    {
        using OutputSubscription subscription = Subscribe(Blocking(1));
        Assert.False(Write("1\n"));
        Assert.False(_run.Write(true, "2\n"u8));
        Read(subscription);
        Assert.Equal([(1, false), (1, true)], _resumed);
    }

    [Fact]
    public void A_stream_stays_held_while_another_subscriber_is_full()
    {
        using OutputSubscription quick = Subscribe(Blocking(2)), slow = Subscribe(Blocking(2));
        Assert.False(Write("1\n2\n"));
        Read(quick);
        Assert.Empty(_resumed);
        Read(slow);
        Assert.Single(_resumed);
    }

    [Fact]
    public void A_reader_that_was_quick_in_between_does_not_lose_the_next_release()
    {
        using OutputSubscription subscription = Subscribe(Blocking(2));
        for (int i = 0; i < 100; i++)
        {
            Assert.True(Write("a\n"));
            Assert.False(Write("b\n"));
            Read(subscription);
            Assert.Equal(i + 1, _resumed.Count);
        }
    }

    [Fact]
    public void The_run_after_is_held_too_and_a_run_that_has_ended_is_not_resumed()
    {
        using OutputSubscription subscription = Subscribe(Blocking(1));
        Assert.False(Write("1\n"));
        _run.End(false);
        _run = Open(2);
        Assert.False(Write("2\n"));
        Read(subscription);
        Assert.Equal([(2, false)], _resumed);
    }

    [Fact]
    public async Task A_disposed_subscription_releases_the_child_and_completes()
    {
        OutputSubscription subscription = Subscribe(Blocking(1));
        Assert.False(Write("1\n"));
        await subscription.DisposeAsync();
        Assert.Single(_resumed);
        Assert.True(Write("2\n"));
        Assert.Equal(["1"], Read(subscription));
        Assert.False(await subscription.Lines.WaitToReadAsync());
    }

    [Fact]
    public void An_abandoned_subscription_releases_the_child()
    {
        Abandon();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return _resumed.Count > 0;
            },
            _limit));
        Assert.True(Write("2\n"));
    }

    [Fact]
    public void Whoever_holds_the_lines_alone_holds_the_subscription()
    {
        System.Threading.Channels.ChannelReader<OutputLine> lines = LinesAlone();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Write("still there\n");
        Assert.True(lines.TryRead(out OutputLine? line));
        Assert.Equal("still there", line.Text);
    }

    [Fact]
    public async Task All_subscriptions_complete_when_the_factory_is_disposed_and_what_waits_can_be_read()
    {
        using OutputSubscription open = Subscribe(Blocking(1)), waiting = _factory.Subscribe("other", new());
        Task<bool> more = waiting.Lines.WaitToReadAsync().AsTask();
        Assert.False(Write("1\n"));
        _factory.Dispose();
        Assert.False(await more.WaitAsync(_limit));
        Assert.Single(_resumed);
        Assert.Equal(["1"], Read(open));
        Assert.True(open.Lines.Completion.IsCompleted);
        using OutputSubscription late = _factory.Subscribe("third", new());
        Assert.True(late.Lines.Completion.IsCompleted);
    }

    [Fact]
    public async Task No_line_is_lost_or_repeated_while_subscribers_come_and_go()
    {
        const int Lines = 50_000;
        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < Lines; i++)
                Write($"{i}\n");
        });
        while (!writing.IsCompleted)
        {
            using OutputSubscription subscription = Subscribe(new() { Tail = 100, Capacity = Lines });
            int[] seen = [.. Read(subscription).Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(Enumerable.Range(seen.FirstOrDefault(), seen.Length), seen);
        }

        await writing;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public void A_capacity_out_of_range_is_refused(int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OutputSubscriptionOptions { Capacity = capacity });

    [Fact]
    public void A_negative_tail_and_an_unknown_policy_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new OutputSubscriptionOptions { Tail = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OutputSubscriptionOptions { Policy = (OutputOverflow)7 });
    }

    private static OutputSubscriptionOptions Blocking(int capacity) => new() { Capacity = capacity, Policy = OutputOverflow.BlockChild };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Abandon()
    {
        Subscribe(Blocking(1));
        Assert.False(Write("1\n"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private System.Threading.Channels.ChannelReader<OutputLine> LinesAlone() => Subscribe(new()).Lines;

    private IRunOutput Open(int number, string child = "web")
    {
        IRunOutput run = _factory.Open(new OutputRequest(child, number, OutputTarget.Null, OutputTarget.Null, "c"));
        run.Resume = isError => _resumed.Add((number, isError));
        return run;
    }

    private OutputSubscription Subscribe(OutputSubscriptionOptions options) => _factory.Subscribe("web", options);

    private bool Write(string text) => _run.Write(false, Encoding.UTF8.GetBytes(text));

    private static List<string> Read(OutputSubscription subscription, int most = int.MaxValue)
    {
        List<string> texts = [];
        while (texts.Count < most && subscription.Lines.TryRead(out OutputLine? line))
            texts.Add(line.Text);
        return texts;
    }
}
