using System.Text;
using Spinner.Output;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class LineSplitterTests
{
    private const int Max = LineSplitter.MaxLineBytes;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8192)]
    [InlineData(8193)]
    [InlineData(100_000)]
    public void Lines_do_not_depend_on_how_the_stream_is_cut(int chunk)
    {
        string x = new('x', Max), euro = new('€', 3000);
        string text = $"a\r\n\n\r\n{x}\r\n{x}y\n{euro}\nä\r{x}\n{x}{x}\r\nlast";
        string[] expected =
        [
            "a", "", "", x, x, "y", euro[..2730], euro[2730..], "ä\r" + x[..^3], "xxx", x, x, "last",
        ];
        Assert.Equal(expected, Lines(Encoding.UTF8.GetBytes(text), chunk, inBulk: false));
        Assert.Equal(expected, Lines(Encoding.UTF8.GetBytes(text), chunk, inBulk: true));
    }

    [Theory]
    [InlineData("é")]
    [InlineData("€")]
    [InlineData("😀")]
    public void A_cut_falls_between_characters(string character)
    {
        for (int before = 0; before < 4; before++)
        {
            string line = new string('x', before) + string.Concat(Enumerable.Repeat(character, 5000));
            List<string> lines = Lines(Encoding.UTF8.GetBytes(line), 1000, inBulk: false);
            Assert.Equal(line, string.Concat(lines));
            Assert.All(lines, part => Assert.InRange(Encoding.UTF8.GetByteCount(part), 1, Max));
            Assert.All(lines.SkipLast(1), part => Assert.InRange(Encoding.UTF8.GetByteCount(part), Max - 3, Max));
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_cut_at_the_limit()
    {
        byte[] broken = [.. Enumerable.Repeat((byte)0x80, Max + 10), (byte)'\n'];
        List<int> lengths = [];
        new LineSplitter().Append(broken, line => lengths.Add(line.Length));
        Assert.Equal([Max, 10], lengths);
    }

    [Fact]
    public void An_unfinished_line_ends_with_its_stream_and_no_line_is_made_up()
    {
        List<string> lines = [];
        LineSplitter splitter = new();
        splitter.Append("one\ntw"u8, line => lines.Add(Encoding.UTF8.GetString(line)));
        splitter.Append("o"u8, line => lines.Add(Encoding.UTF8.GetString(line)));
        Assert.Equal(["one"], lines);
        splitter.Finish(line => lines.Add(Encoding.UTF8.GetString(line)));
        splitter.Finish(line => lines.Add(Encoding.UTF8.GetString(line)));
        Assert.Equal(["one", "two"], lines);
    }

    [Fact]
    public void Whole_lines_of_a_chunk_come_in_one_piece_when_nobody_looks_at_them()
    {
        List<string> one = [], many = [];
        LineSplitter splitter = new();
        foreach (string chunk in new[] { "be", "gun\na\nb\nc\nun", "finished" })
            splitter.AppendInBulk(
                Encoding.UTF8.GetBytes(chunk), line => one.Add(Encoding.UTF8.GetString(line)), lines => many.Add(Encoding.UTF8.GetString(lines)));
        Assert.Equal(["begun"], one);
        Assert.Equal(["a\nb\nc\n"], many);
    }

    private static List<string> Lines(byte[] data, int chunk, bool inBulk)
    {
        List<string> lines = [];
        LineSplitter splitter = new();
        void Take(ReadOnlySpan<byte> line) => lines.Add(Encoding.UTF8.GetString(line));
        for (int at = 0; at < data.Length; at += chunk)
        {
            ReadOnlySpan<byte> next = data.AsSpan(at, Math.Min(chunk, data.Length - at));
            if (inBulk)
                splitter.AppendInBulk(next, Take, many => LineSplitter.Split(many, Take));
            else
                splitter.Append(next, Take);
        }

        splitter.Finish(Take);
        return lines;
    }
}
