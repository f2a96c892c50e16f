using FsCheck.Xunit;
using Spinner.Ports;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Ports;

public sealed class PortPoolTests
{
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(120);
    private static readonly PortRange _range = new(7000, 7003);

    private readonly FakePortTester _machine = new();
    private readonly PortPool _pool;
    private TimeSpan _now;

    public PortPoolTests() => _pool = new PortPool(_rest, _machine);

    [Fact]
    public void Ports_are_given_in_ascending_order_from_the_first() => Assert.Equal([7000, 7001, 7002, 7003], Take(4));

    [Fact]
    public void Exhausted_range_gives_nothing()
    {
        Take(4);

        Assert.Null(_pool.Take(_range, _now));
    }

    [Fact]
    public void Port_held_by_another_program_is_passed_over()
    {
        _machine.Taken.Add(7000);

        Assert.Equal(7001, _pool.Take(_range, _now));
    }

    [Fact]
    public void Port_that_cannot_be_claimed_is_passed_over_and_stays_in_the_pool()
    {
        Assert.Equal(7002, _pool.Take(_range, _now, port => port > 7001));
        Assert.Equal(7003, _pool.Take(_range, _now));
        Assert.Equal(7000, _pool.Take(_range, _now));
    }

    [Fact]
    public void Quarantine_does_not_end_for_a_port_that_cannot_be_claimed()
    {
        PortRange one = new(7000, 7000);
        _pool.Take(one, _now);
        _pool.Return(7000, quarantine: true, _now);

        Assert.Null(_pool.Take(one, _now, _ => false));

        Assert.Contains("1 in quarantine", _pool.Explain(one), StringComparison.Ordinal);
    }

    [Fact]
    public void Returned_port_rests_while_others_are_free()
    {
        Take(1);
        _pool.Return(7000, quarantine: false, _now);

        Assert.Equal([7001, 7002, 7003, 7000], Take(4));
    }

    [Fact]
    public void Rested_port_is_as_good_as_new()
    {
        Take(2);
        _pool.Return(7000, quarantine: false, _now);
        Take(2);
        _pool.Return(7003, quarantine: false, _now += _rest);

        Assert.Equal(7000, _pool.Take(_range, _now));
    }

    [Fact]
    public void Longest_rested_port_is_reused_first()
    {
        Take(4);
        foreach (int port in new[] { 7002, 7000, 7003 })
            _pool.Return(port, quarantine: false, _now += TimeSpan.FromSeconds(1));

        Assert.Equal([7002, 7000, 7003], Take(3));
    }

    [Fact]
    public void Quarantined_port_stays_out_until_it_is_seen_free()
    {
        PortRange one = new(7000, 7000);
        _pool.Take(one, _now);
        _machine.Taken.Add(7000);
        _machine.Lingering.Add(7000);
        _pool.Return(7000, quarantine: true, _now);
        Assert.Null(_pool.Take(one, _now += _rest));

        _machine.Taken.Clear();
        _machine.Lingering.Clear();

        Assert.Equal(7000, _pool.Take(one, _now));
    }

    [Fact]
    public void Ports_of_outgoing_connections_come_after_all_others()
    {
        PortRange across = new(32766, 32769);

        Assert.Equal([32766, 32767, 32768, 32769], Enumerable.Range(0, 4).Select(_ => _pool.Take(across, _now)!.Value));
        foreach (int port in new[] { 32766, 32768 })
            _pool.Return(port, quarantine: false, _now);

        _now += _rest;
        Assert.Equal(32766, _pool.Take(across, _now));
    }

    [Fact]
    public void Rested_port_of_outgoing_connections_comes_before_one_that_rests()
    {
        PortRange across = new(32767, 32768);
        _pool.Take(across, _now);
        _pool.Return(32767, quarantine: false, _now);

        Assert.Equal(32768, _pool.Take(across, _now));
    }

    [Fact]
    public void Port_with_lingering_connections_is_the_last_resort()
    {
        _machine.Lingering.Add(7000);

        Assert.Equal([7001, 7002, 7003, 7000], Take(4));
    }

    [Fact]
    public void Long_row_of_taken_ports_is_tested_once_per_round()
    {
        PortRange wide = new(7000, 7999);
        _machine.Taken.UnionWith(Enumerable.Range(7000, 900));

        for (int lease = 0; lease < 100; lease++)
            Assert.Equal(7900 + lease, _pool.Take(wide, _now));

        Assert.Equal(1000, _machine.Tests);
    }

    [Fact]
    public void Refusal_counts_who_has_the_ports()
    {
        Take(2);
        _pool.Return(7000, quarantine: true, _now);
        _machine.Taken.UnionWith([7000, 7002, 7003]);

        Assert.Null(_pool.Take(_range, _now));
        Assert.Equal("No port of 7000-7003 is free: 1 leased to children, 1 in quarantine, 2 taken by other programs.", _pool.Explain(_range));
    }

    [Property]
    public bool No_port_has_two_leases_and_every_returned_port_comes_back(byte[] steps)
    {
        PortRange range = new(7000, 7009);
        FakePortTester machine = new();
        PortPool pool = new(_rest, machine);
        List<int> held = [];
        TimeSpan now = TimeSpan.Zero;
        foreach (byte step in steps)
        {
            now += TimeSpan.FromSeconds(step % 50);
            if (step % 3 == 0 && held.Count > 0)
            {
                int port = held[step % held.Count];
                held.Remove(port);
                pool.Return(port, quarantine: step % 2 == 0, now);
            }
            else if (pool.Take(range, now) is { } port)
            {
                if (held.Contains(port) || !range.Contains(port))
                    return false;
                held.Add(port);
            }
            else if (held.Count < range.Count)
            {
                return false;
            }
        }

        while (pool.Take(range, now) is { } port)
            held.Add(port);
        return held.Order().SequenceEqual(Enumerable.Range(range.First, range.Count));
    }

    [Property]
    public bool Resting_port_is_never_given_while_another_free_one_has_rested(byte[] steps)
    {
        PortRange range = new(7000, 7005);
        PortPool pool = new(_rest, new FakePortTester());
        List<int> held = [];
        Dictionary<int, TimeSpan> returned = [];
        TimeSpan now = TimeSpan.Zero;
        bool IsResting(int port) => returned.TryGetValue(port, out TimeSpan since) && now - since < _rest;
        foreach (byte step in steps)
        {
            now += TimeSpan.FromSeconds(step % 80);
            if (step % 2 == 0 && held.Count > 0)
            {
                int port = held[step % held.Count];
                held.Remove(port);
                returned[port] = now;
                pool.Return(port, quarantine: false, now);
            }
            else if (pool.Take(range, now) is { } port)
            {
                bool othersHadRested = Enumerable.Range(range.First, range.Count)
                    .Any(other => other != port && !held.Contains(other) && !IsResting(other));
                if (IsResting(port) && othersHadRested)
                    return false;
                held.Add(port);
            }
        }

        return true;
    }

    private int[] Take(int count) => [.. Enumerable.Range(0, count).Select(_ => _pool.Take(_range, _now)!.Value)];
}
