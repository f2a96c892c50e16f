using Spinner.Processes;
using Spinner.Processes.Linux;
using Xunit;

namespace Spinner.Actors.Tests.Processes;

public sealed class RunFileTextTests
{
    private static readonly RunFileHost _host = new(new ProcessIdentity(321, 4567, Guid.NewGuid()), RunMarker.NewHostPrefix());
    private static readonly RunFileEntry _web = new(12, 345, "./web app.js\nä%");
    private static readonly RunFileEntry _worker = new(13, 678, "worker");

    [Fact]
    public void What_is_written_is_read()
    {
        RunFileContent? content = RunFileText.Parse(RunFileText.Header(_host) + RunFileText.Add(_web) + RunFileText.Add(_worker));

        Assert.Equal(_host, content?.Host);
        Assert.Equal([_web, _worker], content!.Entries);
        Assert.True(content.IsWhole);
    }

    [Fact]
    public void A_group_that_was_taken_out_is_not_there_and_its_number_may_come_again()
    {
        RunFileEntry again = _web with { StartTicks = 999 };
        string text = RunFileText.Header(_host) + RunFileText.Add(_web) + RunFileText.Remove(_web.Pid) + RunFileText.Add(_worker)
            + RunFileText.Remove(_worker.Pid) + RunFileText.Add(again);

        Assert.Equal([again], RunFileText.Parse(text)!.Entries);
    }

    [Fact]
    public void A_line_that_a_kill_has_torn_is_nothing_wherever_it_is_torn()
    {
        string whole = RunFileText.Header(_host) + RunFileText.Add(_web);
        string last = RunFileText.Add(_worker);
        for (int length = 0; length < last.Length; length++)
        {
            RunFileContent content = RunFileText.Parse(whole + last[..length])!;
            Assert.Equal([_web], content.Entries);
            Assert.True(content.IsWhole);
        }
    }

    [Fact]
    public void A_last_line_without_meaning_is_ignored() =>
        Assert.True(RunFileText.Parse(RunFileText.Header(_host) + RunFileText.Add(_web) + "add 1\n")!.IsWhole);

    [Theory]
    [InlineData("add 1 5 init")]
    [InlineData("add 0 5 everybody")]
    [InlineData("add -12 5 web")]
    [InlineData("add 99999999999 5 web")]
    [InlineData("add 12 0 web")]
    [InlineData("add 12 web")]
    [InlineData("del 1")]
    [InlineData("")]
    public void A_line_without_meaning_takes_nothing_from_the_others(string line)
    {
        RunFileContent content = RunFileText.Parse($"{RunFileText.Header(_host)}{line}\n{RunFileText.Add(_worker)}")!;

        Assert.False(content.IsWhole);
        Assert.Equal([_worker], content.Entries);
    }

    [Theory]
    [InlineData("")]
    [InlineData("spinner-runs")]
    [InlineData("\n")]
    [InlineData("spinner-runs 2 {boot} {prefix} 5 6\n")]
    [InlineData("spinner-runs 1 nowhere {prefix} 5 6\n")]
    [InlineData("spinner-runs 1 {boot} : 5 6\n")]
    [InlineData("spinner-runs 1 {boot} 0 5 6\n")]
    [InlineData("spinner-runs 1 {boot} {prefix} 5 6")]
    [InlineData("spinner-runs 1 {boot} {prefix} 5 0\n")]
    public void A_file_with_another_first_line_is_none(string text)
    {
        string filled = text.Replace("{boot}", $"{Guid.NewGuid()}", StringComparison.Ordinal).Replace("{prefix}", _host.MarkerPrefix, StringComparison.Ordinal);

        Assert.Null(RunFileText.Parse(filled));
    }
}
