using Microsoft.Extensions.Time.Testing;
using Spinner.Watching;
using Xunit;

namespace Spinner.Actors.Tests.Watching;

public sealed class BurstTests : IDisposable
{
    private static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly Burst _burst;
    private int _ended;

    public BurstTests() => _burst = new Burst(_time, () => _ended++);

    [Fact]
    public void Burst_ends_300_ms_after_its_last_event()
    {
        _burst.Touch();
        _time.Advance(TimeSpan.FromMilliseconds(200));
        _burst.Touch();
        _time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.Equal(0, _ended);

        _time.Advance(_moment);
        Assert.Equal(1, _ended);
    }

    [Fact]
    public void Burst_without_rest_ends_after_5_s_and_another_begins()
    {
        for (int step = 0; step < 49; step++)
        {
            _burst.Touch();
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        _burst.Touch();
        Assert.Equal(0, _ended);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, _ended);

        _burst.Touch();
        _time.Advance(Burst.Quiet);
        Assert.Equal(2, _ended);
    }

    [Fact]
    public void Nothing_ends_that_has_not_begun()
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _ended);
    }

    [Fact]
    public void Disposed_burst_does_not_end()
    {
        _burst.Touch();
        _burst.Dispose();
        _burst.Touch();
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _ended);
    }

    public void Dispose() => _burst.Dispose();
}
