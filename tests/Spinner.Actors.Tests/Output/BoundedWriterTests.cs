using System.Text;
using Spinner.Output;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class BoundedWriterTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void What_is_added_arrives_in_order()
    {
        using MemoryStream target = new();
        BoundedWriter writer = new([target]);
        for (int i = 0; i < 1000; i++)
            writer.Add(0, Encoding.UTF8.GetBytes($"{i}\n"));
        writer.Dispose();
        Assert.Equal(string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i}\n")), Encoding.UTF8.GetString(target.ToArray()));
    }

    [Fact]
    public void A_reader_that_stands_still_costs_the_oldest_output_and_a_line_tells_how_much()
    {
        using PausedStream target = new();
        BoundedWriter writer = new([target], capacity: 10 * 4096);
        byte[] block = new byte[4096];
        Array.Fill(block, (byte)'x');
        writer.Add(0, block);
        Assert.True(target.Entered.Wait(_limit));
        for (int i = 0; i < 100; i++)
            writer.Add(0, block);
        writer.Add(0, "last"u8);
        target.Resume.Set();
        writer.Dispose();
        Assert.True(target.Wait("last", _limit));
        string text = target.Text();
        // 101 entries waited for 10 places, of which the last word has one.
        Assert.Contains($"\n[spinner: {91 * 4096} bytes of output dropped]\n", text, StringComparison.Ordinal);
        Assert.Equal(10 * 4096, text.Count(c => c == 'x'));
    }

    [Fact]
    public void A_reader_that_is_gone_is_forgotten_and_the_other_stream_goes_on()
    {
        using MemoryStream healthy = new();
        BoundedWriter writer = new([new BrokenStream(), healthy]);
        for (int i = 0; i < 100; i++)
        {
            writer.Add(0, "lost\n"u8);
            writer.Add(1, "kept\n"u8);
        }
        writer.Dispose();
        Assert.Equal(100, Encoding.UTF8.GetString(healthy.ToArray()).Split("kept\n").Length - 1);
    }

    private sealed class PausedStream : MemoryStream
    {
        public ManualResetEventSlim Entered { get; } = new();
        public ManualResetEventSlim Resume { get; } = new();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Entered.Set();
            Resume.Wait(_limit);
            lock (Entered)
                base.Write(buffer);
        }

        public string Text()
        {
            lock (Entered)
                return Encoding.UTF8.GetString(ToArray());
        }

        public bool Wait(string text, TimeSpan limit) =>
            SpinWait.SpinUntil(() => Text().Contains(text, StringComparison.Ordinal), limit);
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe");
    }
}
