using Microsoft.Extensions.Time.Testing;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;
using Spinner.Cli.Verbs;
using Spinner.Cli.Verbs.Top;
using Xunit;

namespace Spinner.Host.Tests.Cli;

/// <summary>How things are shown, without a program.</summary>
public sealed class RenderingTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(119.9, "119 s")]
    [InlineData(120, "2 min")]
    [InlineData(7200, "2 h")]
    [InlineData(200000, "2 d")]
    public void Times_are_told_in_the_largest_unit(double seconds, string text) => Assert.Equal(text, Human.Since(seconds));

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(45_300_000, "45 MB")]
    [InlineData(9_960_000, "10 MB")]
    [InlineData(3_400_000_000, "3.4 GB")]
    public void Sizes_are_told_in_powers_of_1000(long bytes, string text) => Assert.Equal(text, Human.Size(bytes));

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5 min", 90)]
    [InlineData("2m", 120)]
    [InlineData("1h", 3600)]
    [InlineData("7", 7)]
    public void Times_are_read_with_their_unit(string text, double seconds) => Assert.Equal(seconds, Times.Parse(text)?.TotalSeconds);

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 parsecs")]
    [InlineData("1e9d")]
    [InlineData("50d")]
    public void What_is_no_time_is_refused(string text) => Assert.Null(Times.Parse(text));

    [Theory]
    [InlineData("wbe", "web")]
    [InlineData("WEB", "web")]
    [InlineData("work", "worker")]
    [InlineData("zzz", "")]
    public void Similar_names_are_found(string name, string similar) =>
        Assert.Equal(similar, string.Join(' ', Hints.Similar(name, ["web", "worker", "db"])));

    [Theory]
    [InlineData("日本語", 6)]
    [InlineData("abc", 3)]
    public void Wide_characters_take_two_cells(string text, int width) => Assert.Equal(width, Cells.Of(text));

    [Theory]
    [InlineData("日本語", 5, "日本…")]
    [InlineData("日本語", 4, "日…")]
    [InlineData("abcdef", 4, "abc…")]
    [InlineData("abc", 3, "abc")]
    [InlineData("abc", 0, "")]
    public void What_does_not_fit_is_cut_and_marked(string text, int width, string fits) => Assert.Equal(fits, Cells.Crop(text, width));

    [Theory]
    [InlineData("web", "web")]
    [InlineData("./a b", "'./a b'")]
    [InlineData("it's", @"'it'\''s'")]
    public void Names_in_hints_can_be_pasted(string name, string word) => Assert.Equal(word, Plain.Quoted(name));

    [Fact]
    public void A_processor_share_is_the_difference_of_two_pictures()
    {
        FakeTimeProvider time = new();
        TopModel model = new(time);
        model.Update(Picture(run: 1, cpu: 10));
        Assert.Null(model.Rows[0].Cpu);

        time.Advance(TimeSpan.FromSeconds(2));
        model.Update(Picture(run: 1, cpu: 11));

        Assert.Equal(50, model.Rows[0].Cpu!.Value, 3);
    }

    [Fact]
    public void Another_run_has_no_share_yet_and_no_share_is_negative()
    {
        FakeTimeProvider time = new();
        TopModel model = new(time);
        model.Update(Picture(run: 1, cpu: 10));
        time.Advance(TimeSpan.FromSeconds(1));
        model.Update(Picture(run: 1, cpu: 4));
        Assert.Equal(0, model.Rows[0].Cpu);

        time.Advance(TimeSpan.FromSeconds(1));
        model.Update(Picture(run: 2, cpu: 5));

        Assert.Null(model.Rows[0].Cpu);
    }

    [Fact]
    public void The_selection_stays_with_its_child()
    {
        TopModel model = new(new FakeTimeProvider());
        model.Update(new ChildListView([new ChildView("a", "started"), new ChildView("c", "started")]));
        model.Move(1);

        model.Update(new ChildListView([new ChildView("a", "started"), new ChildView("b", "started"), new ChildView("c", "started")]));

        Assert.Equal("c", model.SelectedChild?.Name);
        model.Update(new ChildListView([]));
        Assert.Null(model.SelectedChild);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(57)]
    [InlineData(80)]
    [InlineData(200)]
    public void No_line_of_top_is_wider_than_the_terminal(int width)
    {
        TopModel model = new(new FakeTimeProvider());
        model.Update(new ChildListView([new ChildView(new string('n', 60), "started") { Pid = 4194304, Endpoint = new EndpointView("tcp") { Url = "http://127.0.0.1:65535/" } }, new ChildView("日本語", "faulted")]));

        Assert.All(TopView.Table(model, width), line => Assert.True(Cells.Of(line) <= width, line));
    }

    private static ChildListView Picture(int run, double cpu) =>
        new([new ChildView("a", "started") { Run = run, Usage = new UsageView(cpu, 1, 1) }]);
}
