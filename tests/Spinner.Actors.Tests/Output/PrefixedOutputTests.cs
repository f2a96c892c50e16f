using System.Text;
using Spinner.Output;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class PrefixedOutputTests : IDisposable
{
    private readonly List<string> _lines = [];
    private readonly PrefixedOutput _output;

    public PrefixedOutputTests() =>
        _output = new PrefixedOutput((_, _, line) => _lines.Add(Encoding.UTF8.GetString(line)), name => $"{name,-4}| ");

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Every_line_carries_its_prefix()
    {
        using IOutputSink sink = _output.Open("web", isError: false);
        sink.Write("one\ntwo\r\n"u8);
        Assert.Equal(["web | one\n", "web | two\n"], _lines);
    }

    [Fact]
    public void Lines_of_two_children_are_never_mixed()
    {
        using IOutputSink web = _output.Open("web", isError: false);
        using IOutputSink api = _output.Open("api", isError: true);
        web.Write("he"u8);
        api.Write("wor"u8);
        web.Write("llo\n"u8);
        api.Write("ld\n"u8);
        Assert.Equal(["web | hello\n", "api | world\n"], _lines);
    }

    [Fact]
    public void An_unfinished_last_line_is_finished_at_the_end()
    {
        IOutputSink sink = _output.Open("web", isError: false);
        sink.Write("bye"u8);
        Assert.Empty(_lines);
        sink.Dispose();
        Assert.Equal(["web | bye\n"], _lines);
    }

    [Fact]
    public void A_line_that_is_too_long_continues_on_the_next_between_two_characters()
    {
        string text = "a" + new string('€', 5000);
        IOutputSink sink = _output.Open("web", isError: false);
        sink.Write(Encoding.UTF8.GetBytes(text));
        sink.Dispose();
        Assert.Equal(2, _lines.Count);
        Assert.All(_lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, PrefixedOutput.MaxLineBytes + 7));
        Assert.Equal(text, string.Concat(_lines.Select(line => line["web | ".Length..^1])));
    }
}
