using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class RunFiguresTests
{
    private readonly RunFigures _figures = new();

    [Fact]
    public void Starts_restarts_and_ends_are_counted_per_child()
    {
        _figures.Note(new ChildStarted("a", 1, 1, ChildEndpoint.None));
        _figures.Note(new ChildRestarted("a", 2, 2, ChildEndpoint.None));
        _figures.Note(new ChildRestarted("a", 3, 3, ChildEndpoint.None));
        _figures.Note(new ChildStopped("a", 4));
        _figures.NoteExit("a", ExitStatus.Exited(3));
        _figures.NoteExit("a", ExitStatus.Exited(3));
        _figures.NoteExit("a", ExitStatus.Signalled("SIGKILL"));

        RunFigures.OfChild counts = Assert.Single(_figures.Children).Counts;
        Assert.Equal((1, 2), (counts.Starts, counts.Restarts));
        Assert.Equal((2, 1), (counts.Exits[ExitStatus.Exited(3)], counts.Exits[ExitStatus.Signalled("SIGKILL")]));
    }

    [Fact]
    public void A_forgotten_child_counts_no_more()
    {
        _figures.NoteExit("a", ExitStatus.Unknown);
        _figures.Forget("a");

        Assert.Empty(_figures.Children);
    }

    [Fact]
    public void Who_listens_late_is_told_the_times_so_far_and_then_each_as_it_comes()
    {
        List<(ChildName Name, TimeSpan Time)> heard = [];
        _figures.NoteReady("a", TimeSpan.FromSeconds(1));
        _figures.NoteReady("b", TimeSpan.FromSeconds(2));

        _figures.Listen((name, time) => heard.Add((name, time)));
        _figures.NoteReady("a", TimeSpan.FromSeconds(3));

        Assert.Equal([("a", 1), ("b", 2), ("a", 3)], heard.Select(one => (one.Name.Value, (int)one.Time.TotalSeconds)));
    }
}
