using System.Text;
using Spinner.Output;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class LineRingTests
{
    private static readonly DateTimeOffset _at = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_line_comes_back_with_its_time_stream_and_run()
    {
        LineRing ring = new(10);
        ring.Add(_at, 1, isError: false, "out"u8);
        ring.AddMany(_at.AddTicks(1), 1, isError: true, "err 1\nerr 2\n"u8);
        ring.Add(_at.AddTicks(2), 2, isError: false, ""u8);
        Assert.Equal(
            [
                new OutputLine("web", 1, false, _at, "out"),
                new OutputLine("web", 1, true, _at.AddTicks(1), "err 1"),
                new OutputLine("web", 1, true, _at.AddTicks(1), "err 2"),
                new OutputLine("web", 2, false, _at.AddTicks(2), ""),
            ],
            Lines(ring, 10));
    }

    [Fact]
    public void The_newest_lines_are_those_that_are_asked_for()
    {
        LineRing ring = new(5);
        ring.AddMany(_at, 1, false, "a\nb\nc\n"u8);
        Assert.Equal(["b", "c"], Texts(ring, 2));
        Assert.Equal(["a", "b", "c"], Texts(ring, 100));
        Assert.Empty(Texts(ring, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(700)]
    [InlineData(5000)]
    public void The_last_lines_are_kept_however_many_come_at_once(int atOnce)
    {
        LineRing ring = new(1000);
        for (int first = 0; first < 10_000; first += atOnce)
        {
            int count = Math.Min(atOnce, 10_000 - first);
            if (atOnce == 1)
                ring.Add(_at, 1, false, Encoding.UTF8.GetBytes($"line {first}"));
            else
                ring.AddMany(_at, 1, false, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(first, count).Select(i => $"line {i}\n"))));
        }

        Assert.Equal(Enumerable.Range(9000, 1000).Select(i => $"line {i}"), Texts(ring, int.MaxValue));
    }

    [Fact]
    public void No_lines_are_kept_when_none_are_wanted()
    {
        LineRing ring = new(0);
        ring.Add(_at, 1, false, "a"u8);
        ring.AddMany(_at, 1, false, "b\nc\n"u8);
        Assert.Empty(Texts(ring, 10));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced_when_they_are_read()
    {
        LineRing ring = new(10);
        ring.AddMany(_at, 1, false, [(byte)'a', 0xFF, (byte)'b', (byte)'\n']);
        Assert.Equal(["a\uFFFDb"], Texts(ring, 10));
    }

    [Fact]
    public void A_line_that_is_too_long_among_many_is_several()
    {
        LineRing ring = new(10);
        string x = new('x', LineSplitter.MaxLineBytes);
        ring.AddMany(_at, 1, false, Encoding.UTF8.GetBytes($"a\n{x}y\r\nb\n"));
        Assert.Equal(["a", x, "y", "b"], Texts(ring, 10));
    }

    [Fact]
    public void A_flood_costs_no_garbage()
    {
        byte[] chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('y', 99) + "\n", 1300)));
        LineRing ring = new(1000);
        for (int i = 0; i < 10; i++)
            ring.AddMany(_at.AddTicks(i), 1, false, chunk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            ring.AddMany(_at.AddTicks(i), 1, false, chunk);

        // A small object per chunk of 130 KB, and nothing per line.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000 * 100);
    }

    [Fact]
    public void Longest_lines_are_kept_in_bounded_memory()
    {
        byte[] chunk = Encoding.UTF8.GetBytes(new string('x', 10 * LineSplitter.MaxLineBytes) + "\n");
        LineRing ring = new(50);
        for (int i = 0; i < 2000; i++)
            ring.AddMany(_at.AddTicks(i), 1, false, chunk);
        Assert.Equal(50, Texts(ring, 100).Count);
        Assert.InRange(ring.Memory, 50 * LineSplitter.MaxLineBytes, 4 * 50 * LineSplitter.MaxLineBytes);
    }

    [Fact]
    public void Memory_grows_with_the_lines_that_come()
    {
        LineRing ring = new(1000);
        Assert.Equal(0, ring.Memory);
        ring.Add(_at, 1, false, "one line"u8);
        Assert.InRange(ring.Memory, 1, 1024);
    }

    [Fact]
    public void Children_that_print_nothing_cost_next_to_nothing()
    {
        List<ChildOutput> children = new(500);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 500; i++)
            children.Add(new ChildOutput("quiet", SpinnerDefaults.RingLines, TimeProvider.System));
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 500, 1, 1024);
    }

    private static IReadOnlyList<OutputLine> Lines(LineRing ring, int count)
    {
        RawLines raw = ring.Last(count);
        return [.. Enumerable.Range(0, raw.Count).Select(index => raw.Line("web", index))];
    }

    private static IReadOnlyList<string> Texts(LineRing ring, int count) => [.. Lines(ring, count).Select(line => line.Text)];
}
