using Akka.Actor;
using Spinner.Host.Api;
using Spinner.Hosting;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Host.Tests.Api;

public sealed class EventLogTests : IDisposable
{
    private readonly EventLog _log = new(new SpinnerClient(ActorRefs.Nobody));

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Events_are_read_from_any_place_that_is_kept()
    {
        Add(1, 5);

        Assert.Equal([3, 4, 5], Read(2));
        Assert.Equal([1, 2, 3], Read(0, most: 3));
        Assert.Equal([], Read(5));
    }

    [Fact]
    public void A_reader_is_woken_by_the_next_event()
    {
        Add(1, 1);
        _log.ReadAfter(1, 10, out Task changed);
        Assert.False(changed.IsCompleted);

        Add(2, 2);

        Assert.True(changed.IsCompleted);
        Assert.Equal([2], Read(1));
    }

    [Fact]
    public void A_reader_who_is_behind_what_is_kept_has_lost_its_place()
    {
        Add(1, EventLog.Capacity + 10);

        Assert.Null(_log.ReadAfter(9, 1, out _));
        Assert.Equal([11], Read(10, most: 1));
        Assert.False(_log.CanResumeAfter(9));
        Assert.True(_log.CanResumeAfter(10));
        Assert.True(_log.CanResumeAfter(EventLog.Capacity + 10));
        Assert.False(_log.CanResumeAfter(EventLog.Capacity + 11));
    }

    [Fact]
    public void Events_with_long_tails_are_kept_within_a_bound()
    {
        string[] tail = [.. Enumerable.Repeat(new string('x', 200), 100)];
        for (long i = 1; i <= 2000; i++)
            _log.Add(new ChildStopped("a", i) { Sequence = i, StderrTail = tail });

        Assert.Null(_log.ReadAfter(0, 1, out _));
        Assert.InRange(_log.ReadAfter(1999, 1, out _)!.Sum(told => told.Json.Length), 20_000, 30_000);
        Assert.False(_log.CanResumeAfter(1000));
    }

    [Fact]
    public void After_a_gap_the_log_begins_anew()
    {
        Add(1, 5);
        Add(8, 9);

        Assert.Null(_log.ReadAfter(5, 10, out _));
        Assert.Equal([8, 9], Read(7));
        Assert.False(_log.CanResumeAfter(4));
    }

    private void Add(long first, long last)
    {
        for (long i = first; i <= last; i++)
            _log.Add(new ChildStopped("a", i) { Sequence = i });
    }

    private long[] Read(long after, int most = 100) => [.. _log.ReadAfter(after, most, out _)!.Select(told => told.Sequence)];
}
