using System.Text;
using Spinner.Output;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class TailBufferTests
{
    [Fact]
    public void The_last_lines_are_kept_oldest_first() =>
        Assert.Equal(["c", "d"], Lines(2, 10, "a\nb\nc\nd\n"));

    [Fact]
    public void An_unfinished_last_line_counts_as_a_line() =>
        Assert.Equal(["b", "c"], Lines(2, 10, "a\nb\n", "c"));

    [Fact]
    public void Carriage_return_and_line_feed_end_a_line_once_and_blank_lines_stay() =>
        Assert.Equal(["a", "", "b"], Lines(5, 10, "a\r", "\n\r\nb\r\n"));

    [Fact]
    public void A_long_line_is_cut_and_its_rest_skipped() =>
        Assert.Equal(["abcd", "e"], Lines(5, 4, "abcdefgh", new string('x', 5000), "\ne\n"));

    [Fact]
    public void A_character_split_over_two_chunks_stays_whole()
    {
        TailBuffer tail = new(3, 10);
        foreach (byte one in "grün €\n"u8.ToArray())
            tail.Append([one]);
        Assert.Equal(["grün €"], tail.Lines());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_replaced()
    {
        TailBuffer tail = new(3, 10);
        tail.Append([(byte)'a', 0xFF, (byte)'b', (byte)'\n']);
        Assert.Equal(["a\uFFFDb"], tail.Lines());
    }

    [Fact]
    public void A_cut_never_splits_a_surrogate_pair() =>
        Assert.Equal(["a😀"], Lines(3, 4, "a😀😀😀😀\n"));

    [Fact]
    public void A_line_of_the_widest_characters_keeps_its_full_length() =>
        Assert.Equal([new string('€', 200)], Lines(3, 200, new string('€', 300) + "\n"));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(100_000)]
    public void The_tail_does_not_depend_on_how_the_stream_is_cut(int chunk)
    {
        byte[] all = Encoding.UTF8.GetBytes("unfinished" + string.Concat(Enumerable.Range(0, 500).Select(i => $"\nline {i}")));
        TailBuffer tail = new(5, 20);
        for (int at = 0; at < all.Length; at += chunk)
            tail.Append(all.AsSpan(at, Math.Min(chunk, all.Length - at)));
        Assert.Equal(["line 495", "line 496", "line 497", "line 498", "line 499"], tail.Lines());
    }

    [Fact]
    public void No_lines_asked_for_is_no_lines_kept() => Assert.Empty(Lines(0, 10, "a\nb\nc"));

    [Fact]
    public void A_flood_costs_no_garbage()
    {
        byte[] chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(new string('y', 99) + "\n", 600)));
        TailBuffer tail = new(100, 200);
        tail.Append(chunk);
        tail.Append(chunk);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            tail.Append(chunk);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IReadOnlyList<string> Lines(int lines, int length, params string[] chunks)
    {
        TailBuffer tail = new(lines, length);
        foreach (string chunk in chunks)
            tail.Append(Encoding.UTF8.GetBytes(chunk));
        return tail.Lines();
    }
}
