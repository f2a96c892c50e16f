using Spinner.Output;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Output;

/// <summary>Who is told of an outage, with a device that is always full.</summary>
public sealed class OutageTests : IDisposable
{
    private const string Full = "/dev/full";

    private readonly List<string> _told = [];
    private readonly OutputFactory _factory;

    public OutageTests()
    {
        Skip.IfNot(File.Exists(Full));
        _factory = new OutputFactory(new OutputSettings { Tell = _told.Add });
    }

    public void Dispose() => _factory?.Dispose();

    [SkippableFact]
    public void An_outage_is_over_for_a_child_whose_last_stream_ends()
    {
        List<bool> web = [], other = [];
        IRunOutput run = Open("web", 1, web), stays = Open("other", 1, other);
        run.Write(false, "12345"u8);
        run.End(false);
        Assert.Equal([false], web);
        run.End(true);
        Assert.Equal([false, true], web);
        Assert.Equal([false], other);

        End(stays);
        Assert.Equal([false, true], other);
        Assert.Contains("5 bytes", _told[^1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Two_runs_of_a_child_are_told_once_between_them()
    {
        List<bool> told = [];
        IRunOutput old = Open("web", 1, told), next = Open("web", 2, told);
        next.Write(false, "12345"u8);
        Assert.Equal([false], told);

        IRunOutput late = Open("web", 3, told);
        End(old);
        End(next);
        Assert.Equal([false], told);

        End(late);
        Assert.Equal([false, true], told);
    }

    [SkippableFact]
    public void A_child_that_comes_during_an_outage_is_told_that_it_has_begun()
    {
        List<bool> first = [], second = [];
        Open("web", 1, first).Write(false, "12345"u8);
        IRunOutput late = Open("late", 1, second);
        Assert.Equal([false], second);
        Assert.Equal([false], first);

        End(late);
        Assert.Equal([false, true], second);
    }

    [SkippableFact]
    public void Without_an_outage_nobody_is_told_anything_at_the_end()
    {
        List<bool> told = [];
        End(Open("web", 1, told));
        Assert.Empty(told);
        Assert.Empty(_told);
    }

    private static void End(IRunOutput run)
    {
        run.End(false);
        run.End(true);
    }

    private IRunOutput Open(string child, int run, List<bool> told)
    {
        OutputTarget target = OutputTarget.File(Full);
        return _factory.Open(new OutputRequest(child, run, target, target, "c") { Incident = incident => told.Add(incident.IsOver) });
    }
}
