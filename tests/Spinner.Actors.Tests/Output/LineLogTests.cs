using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Spinner.Output;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class LineLogTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new();
    private readonly List<int> _written = [];
    private readonly List<string> _told = [];
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private readonly LineLog _log;

    public LineLogTests() => _log = new LineLog(Write, Tell, _clock);

    public void Dispose() => _gate.Dispose();

    [Fact]
    public void Lines_arrive_in_order_a_burst_at_a_time()
    {
        _gate.Reset();
        for (int i = 0; i < 2500; i++)
            Add(i);
        _gate.Set();
        Assert.True(SpinWait.SpinUntil(() => Written() == LineLog.Burst, _limit));
        Assert.True(AdvanceUntil(() => Written() == 2500));
        Assert.Equal(Enumerable.Range(0, 2500), _written);
        Assert.Empty(_told);
    }

    [Fact]
    public void Whoever_adds_never_waits_and_what_was_dropped_is_counted_and_told()
    {
        _gate.Reset();
        const int Many = LineLog.Capacity * 2;
        for (int i = 0; i < Many; i++)
            Add(i);
        _gate.Set();
        Assert.True(AdvanceUntil(() => Told().Count > 0 && Last() == Many - 1));
        int dropped = Many - Written();
        Assert.InRange(dropped, 1, LineLog.Capacity);
        Assert.StartsWith($"{dropped} lines of 'web'", Assert.Single(Told()), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(Many - LineLog.Capacity, LineLog.Capacity), _written.TakeLast(LineLog.Capacity));
    }

    [Fact]
    public void A_few_very_long_lines_are_bounded_as_well()
    {
        _gate.Reset();
        string text = new('x', 1_000_000);
        for (int i = 0; i < 20; i++)
            _log.Add("c", new OutputLine("web", i, false, default, text));
        _gate.Set();
        Assert.True(AdvanceUntil(() => Told().Count > 0 && Last() == 19));
        Assert.InRange(Written(), 8, 9);
    }

    [Fact]
    public void A_log_that_throws_is_told_of_and_gets_the_next_line()
    {
        LineLog log = new((_, line) => { Write("c", line); throw new InvalidOperationException("broken"); }, Tell, _clock);
        log.Add("c", new OutputLine("web", 1, false, default, "a"));
        log.Add("c", new OutputLine("web", 2, false, default, "b"));
        Assert.True(SpinWait.SpinUntil(() => Told().Count == 2, _limit));
        Assert.Equal(2, Written());
    }

    private void Add(int number) => _log.Add("c", new OutputLine("web", number, false, default, number.ToString(CultureInfo.InvariantCulture)));

    private void Write(string category, OutputLine line)
    {
        _gate.Wait(_limit);
        lock (_written)
            _written.Add(line.Run);
    }

    private void Tell(string sentence)
    {
        lock (_told)
            _told.Add(sentence);
    }

    private int Written()
    {
        lock (_written)
            return _written.Count;
    }

    private int Last()
    {
        lock (_written)
            return _written.LastOrDefault(-1);
    }

    private List<string> Told()
    {
        lock (_told)
            return [.. _told];
    }

    private bool AdvanceUntil(Func<bool> fact) => SpinWait.SpinUntil(
        () =>
        {
            _clock.Advance(LineLog.Pause);
            return fact();
        },
        _limit);
}
