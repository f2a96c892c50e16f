using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Time.Testing;
using Spinner.Output;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class OutputFactoryTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _told = [];
    private readonly OutputFactory _factory;

    public OutputFactoryTests() => _factory = new OutputFactory(new OutputSettings { Tell = _told.Add, Time = _clock, RingLines = 100 });

    public void Dispose() => _factory.Dispose();

    [Fact]
    public void Recent_lines_are_of_both_streams_and_of_all_runs()
    {
        IRunOutput first = Open(1);
        first.Write(false, "a\nunfin"u8);
        first.Write(true, "b\n"u8);
        first.End(false);
        first.End(true);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Open(2).Write(false, "c\n"u8);
        DateTimeOffset now = _clock.GetUtcNow(), before = now - TimeSpan.FromSeconds(1);
        Assert.Equal(
            [
                new("web", 1, false, before, "a"), new("web", 1, true, before, "b"), new("web", 1, false, before, "unfin"),
                new OutputLine("web", 2, false, now, "c"),
            ],
            _factory.Recent("web", 10));
        Assert.Equal("c", Assert.Single(_factory.Recent("web", 1)).Text);
    }

    [Fact]
    public void A_child_that_never_ran_has_printed_nothing() => Assert.Empty(_factory.Recent("nobody", 10));

    [Fact]
    public void A_stream_that_ends_twice_ends_once()
    {
        IRunOutput run = Open(1);
        run.Write(false, "last"u8);
        run.End(false);
        run.End(false);
        Assert.Equal("last", Assert.Single(_factory.Recent("web", 10)).Text);
    }

    [Fact]
    public void The_first_line_of_either_stream_that_matches_says_ready_and_is_told_once()
    {
        List<string> ready = [];
        IRunOutput run = Open(1, new Regex("^listening on \\d+", RegexOptions.NonBacktracking), ready.Add);
        run.Write(false, "I will be listening on 80\nlisten"u8);
        run.Write(true, "ing on 81\n"u8);
        Assert.Empty(ready);
        run.Write(true, "listening on 82\nlistening on 83\n"u8);
        run.Write(false, "ing on 84\n"u8);
        run.End(false);
        Assert.Equal(["listening on 82"], ready);
    }

    [Fact]
    public void A_ready_line_may_be_the_unfinished_last_one()
    {
        List<string> ready = [];
        IRunOutput run = Open(1, new Regex("up"), ready.Add);
        run.Write(false, "up"u8);
        Assert.Empty(ready);
        run.End(false);
        Assert.Equal(["up"], ready);
    }

    [Fact]
    public void A_failing_ready_callback_is_told_and_harms_no_output()
    {
        IRunOutput run = Open(1, new Regex("up"), _ => throw new InvalidOperationException("oops"));
        Assert.True(run.Write(false, "up\nafter\n"u8));
        Assert.Contains("oops", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Equal(2, _factory.Recent("web", 10).Count);
    }

    [Fact]
    public void A_flood_that_nobody_follows_is_neither_decoded_nor_allocated_for()
    {
        IRunOutput run = Open(1, new Regex("ready"), _ => { });
        byte[] chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('y', 99) + "\n", 640)));
        run.Write(false, "ready\n"u8);
        for (int i = 0; i < 20; i++)
            run.Write(false, chunk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            run.Write(false, chunk);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * 640);
    }

    [Fact]
    public void A_logged_stream_passes_its_lines_to_the_log_and_the_other_does_not()
    {
        using CountdownEvent logged = new(2);
        List<(string, bool, string)> lines = [];
        using OutputFactory factory = new(new OutputSettings
        {
            Tell = _told.Add,
            LogLine = (category, line) =>
            {
                lines.Add((category, line.IsError, line.Text));
                logged.Signal();
            },
        });
        IRunOutput run = factory.Open(new OutputRequest("web", 1, OutputTarget.Null, OutputTarget.Logger, "My.Category"));
        run.Write(false, "quiet\n"u8);
        run.Write(true, "loud\nÿ"u8);
        run.End(true);
        Assert.True(logged.Wait(TimeSpan.FromSeconds(30)));
        Assert.Equal([("My.Category", true, "loud"), ("My.Category", true, "\u00FF")], lines);
    }

    private IRunOutput Open(int number, Regex? readyLine = null, Action<string>? ready = null) =>
        _factory.Open(new OutputRequest("web", number, OutputTarget.Null, OutputTarget.Null, "c") { ReadyLine = readyLine, Ready = ready });
}
