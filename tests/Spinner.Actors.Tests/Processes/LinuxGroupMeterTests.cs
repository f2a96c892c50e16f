using Microsoft.Extensions.Time.Testing;
using Spinner.Processes;
using Spinner.Processes.Linux;
using Xunit;

namespace Spinner.Actors.Tests.Processes;

public sealed class LinuxGroupMeterTests : IDisposable
{
    private static readonly ProcessIdentity _leader = new(100, 5000, Guid.Empty);

    private readonly FakeTimeProvider _time = new();
    private readonly List<ProcStat> _table = [];
    private readonly List<GroupUsage?> _answers = [];
    private readonly LinuxGroupMeter _meter;
    private Exception? _fails;
    private int _passes;

    public LinuxGroupMeterTests() => _meter = new LinuxGroupMeter(_time, () =>
    {
        _passes++;
        return _fails is null ? _table : throw _fails;
    });

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Members_of_the_group_are_summed_and_others_are_not()
    {
        _table.AddRange([Process(100, ticks: 150, pages: 3), Process(101, ticks: 50, pages: 4), Process(300, group: 300, ticks: 1, pages: 9)]);

        Measure(_leader);

        Assert.Equal([new GroupUsage(7L * Environment.SystemPageSize, TimeSpan.FromSeconds(2), 2)], _answers);
    }

    [Fact]
    public void Askers_within_a_moment_share_a_pass_and_a_later_one_gets_another()
    {
        _table.Add(Process(100));
        _meter.Measure(_leader, _answers.Add);
        _time.Advance(LinuxGroupMeter.Gathering / 2);
        _meter.Measure(_leader, _answers.Add);
        Assert.Equal(0, _passes);

        _time.Advance(LinuxGroupMeter.Gathering / 2);
        Assert.Equal((1, 2), (_passes, _answers.Count));

        Measure(_leader);
        Assert.Equal((2, 3), (_passes, _answers.Count));
    }

    [Fact]
    public void Asker_is_answered_once()
    {
        _table.Add(Process(100));
        Measure(_leader);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Single(_answers);
    }

    [Fact]
    public void Group_of_another_process_with_the_same_number_is_not_measured()
    {
        _table.AddRange([Process(100) with { StartTicks = 6000 }, Process(101)]);

        Measure(_leader);

        Assert.Equal([null], _answers);
    }

    [Fact]
    public void Leader_that_has_ended_is_not_counted_but_its_group_is()
    {
        _table.AddRange([Process(100, ticks: 700) with { State = 'Z' }, Process(101, ticks: 100, pages: 2)]);

        Measure(_leader);

        Assert.Equal([new GroupUsage(2L * Environment.SystemPageSize, TimeSpan.FromSeconds(1), 1)], _answers);
    }

    [Fact]
    public void Group_without_a_living_member_is_none()
    {
        _table.Add(Process(100) with { State = 'Z' });

        Measure(_leader);

        Assert.Equal([null], _answers);
    }

    [Fact]
    public void Table_that_cannot_be_read_is_answered_with_nothing()
    {
        _table.Add(Process(100));
        _fails = new UnauthorizedAccessException();

        Measure(_leader);

        Assert.Equal([null], _answers);
    }

    [Fact]
    public void Many_groups_are_measured_at_once_in_one_pass()
    {
        _table.AddRange([Process(100, pages: 1), Process(200, group: 200, pages: 2), Process(201, group: 200, pages: 3)]);

        Assert.Equal(
            [5L * Environment.SystemPageSize, null, 1L * Environment.SystemPageSize],
            _meter.MeasureNow([_leader with { Pid = 200 }, _leader with { Pid = 300 }, _leader]).Select(usage => usage?.ResidentBytes));
        Assert.Equal(1, _passes);
    }

    private void Measure(ProcessIdentity leader)
    {
        _meter.Measure(leader, _answers.Add);
        _time.Advance(LinuxGroupMeter.Gathering);
    }

    private static ProcStat Process(int pid, int group = 100, long ticks = 0, long pages = 0) =>
        new(pid, 'S', Parent: 1, group, Threads: 1, ticks, pages, StartTicks: 5000, WaitStatus: 0);
}
