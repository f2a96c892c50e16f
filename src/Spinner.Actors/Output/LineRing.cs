using System.Buffers.Binary;
using System.Numerics;

namespace Spinner.Output;

/// <summary>
/// The last lines of a child, across streams and runs, in bounded memory. They stay raw bytes, copied a chunk at a time: what a flood pushes out
/// again before anybody looks is neither split nor decoded. Memory grows with what is kept. Not thread-safe.
/// </summary>
/// <param name="capacity">How many lines are kept at least, when there were so many; whole blocks are dropped, so it may be some more.</param>
internal sealed class LineRing(int capacity)
{
    private const int SmallestBlock = 512;
    private const int LargestBlock = 32 * 1024;

    private readonly Queue<Block> _blocks = new();
    private Block? _last;
    private byte[]? _spare;
    private int _lines;
    private long _bytes;

    /// <summary>How many bytes it occupies.</summary>
    public long Memory => _blocks.Sum(block => (long)block.Buffer.Length) + (_spare?.Length ?? 0);

    /// <summary>Adds a line, given without its end.</summary>
    public void Add(DateTimeOffset at, int run, bool isError, ReadOnlySpan<byte> line)
    {
        if (capacity == 0)
            return;
        Span<byte> room = Reserve(new Stamp(at, run, isError), line.Length + 1, lines: 1);
        line.CopyTo(room);
        room[^1] = (byte)'\n';
        Evict();
    }

    /// <summary>Adds many lines, each with a line feed after it.</summary>
    public void AddMany(DateTimeOffset at, int run, bool isError, ReadOnlySpan<byte> lines)
    {
        if (capacity == 0)
            return;
        int count = lines.Count((byte)'\n');
        if (count > capacity)
        {
            lines = LastOf(lines);
            count = capacity;
        }

        lines.CopyTo(Reserve(new Stamp(at, run, isError), lines.Length, count));
        Evict();
    }

    /// <summary>A copy of the last lines, oldest first.</summary>
    public RawLines Last(int count)
    {
        count = Math.Min(count, capacity);
        List<RawLines.Entry> entries = [];
        List<(byte[] Buffer, int At)> places = [];
        foreach (Block block in _blocks)
            block.Read((stamp, at, length) =>
            {
                entries.Add(new RawLines.Entry(stamp, 0, length));
                places.Add((block.Buffer, at));
            });
        int skipped = Math.Max(0, entries.Count - count);
        RawLines.Entry[] kept = new RawLines.Entry[entries.Count - skipped];
        byte[] bytes = new byte[entries.Skip(skipped).Sum(entry => entry.Length)];
        for (int i = 0, used = 0; i < kept.Length; used += kept[i++].Length)
        {
            kept[i] = entries[skipped + i] with { Start = used };
            (byte[] buffer, int at) = places[skipped + i];
            buffer.AsSpan(at, kept[i].Length).CopyTo(bytes.AsSpan(used));
        }

        return new RawLines(bytes, kept);
    }

    /// <summary>Of more lines than are kept, the last.</summary>
    private ReadOnlySpan<byte> LastOf(ReadOnlySpan<byte> lines)
    {
        int start = lines.Length;
        for (int found = 0; found <= capacity; found++)
            start = lines[..start].LastIndexOf((byte)'\n');
        return lines[(start + 1)..];
    }

    private Span<byte> Reserve(Stamp stamp, int length, int lines)
    {
        (_lines, _bytes) = (_lines + lines, _bytes + length);
        if (_last is not null && _last.TryReserve(stamp, length, lines, out Span<byte> room))
            return room;

        // A block holds a good part of what is kept: few blocks, and yet little that stays behind.
        int size = Math.Max(Block.Header + length, (int)Math.Clamp(_bytes / 8, SmallestBlock, LargestBlock));
        size = (int)BitOperations.RoundUpToPowerOf2((uint)size); // The next chunk is a little larger, and is to fit into the same block.
        bool reused = _spare is not null && _spare.Length >= size && _spare.Length / 4 <= size;
        _last = new Block(reused ? _spare! : GC.AllocateUninitializedArray<byte>(size));
        _spare = reused ? null : _spare;
        _blocks.Enqueue(_last);
        _ = _last.TryReserve(stamp, length, lines, out room);
        return room;
    }

    /// <summary>Drops blocks that are not needed for the last lines; the bytes count for lines that are longer than the limit.</summary>
    private void Evict()
    {
        long most = (long)capacity * (LineSplitter.MaxLineBytes + 1);
        while (_blocks.Count > 1 && _blocks.Peek() is { } oldest && (_lines - oldest.Lines >= capacity || _bytes - oldest.Bytes >= most))
        {
            _ = _blocks.Dequeue();
            (_lines, _bytes) = (_lines - oldest.Lines, _bytes - oldest.Bytes);
            _spare = oldest.Buffer;
        }
    }

    /// <summary>When and where from.</summary>
    internal readonly record struct Stamp(DateTimeOffset At, int Run, bool IsError);

    /// <summary>Records of one stamp and many lines, one after the other.</summary>
    private sealed class Block(byte[] buffer)
    {
        /// <summary>Before each record: ticks (8), run (4), length (4; negative: stderr).</summary>
        public const int Header = 16;

        private int _used;
        private int _record = -1;
        private Stamp _stamp;

        public byte[] Buffer { get; } = buffer;

        public int Lines { get; private set; }

        public int Bytes { get; private set; }

        public bool TryReserve(Stamp stamp, int length, int lines, out Span<byte> room)
        {
            bool continues = _record >= 0 && stamp == _stamp;
            room = default;
            if (Buffer.Length - _used < length + (continues ? 0 : Header))
                return false;
            if (!continues)
                Begin(stamp);
            room = Buffer.AsSpan(_used, length);
            _used += length;
            Span<byte> field = Buffer.AsSpan(_record + 12, 4);
            int recordLength = _used - _record - Header;
            BinaryPrimitives.WriteInt32LittleEndian(field, stamp.IsError ? -recordLength : recordLength);
            (Lines, Bytes) = (Lines + lines, Bytes + length);
            return true;
        }

        public void Read(Action<Stamp, int, int> line)
        {
            for (int at = 0; at < _used;)
            {
                ReadOnlySpan<byte> header = Buffer.AsSpan(at, Header);
                int length = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
                Stamp stamp = new(
                    new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(header), TimeSpan.Zero),
                    BinaryPrimitives.ReadInt32LittleEndian(header[8..]),
                    length < 0);
                at += Header;
                int end = at + Math.Abs(length);
                ReadLines(stamp, at, end, line);
                at = end;
            }
        }

        private void ReadLines(Stamp stamp, int start, int end, Action<Stamp, int, int> line)
        {
            ReadOnlySpan<byte> all = Buffer;
            LineSplitter.Split(all[start..end], text =>
            {
                // Where it lies: the lines are handed over in place.
                _ = ((ReadOnlySpan<byte>)Buffer).Overlaps(text, out int at);
                line(stamp, text.IsEmpty ? 0 : at, text.Length);
            });
        }

        private void Begin(Stamp stamp)
        {
            (_record, _stamp) = (_used, stamp);
            Span<byte> header = Buffer.AsSpan(_used, Header);
            BinaryPrimitives.WriteInt64LittleEndian(header, stamp.At.UtcTicks);
            BinaryPrimitives.WriteInt32LittleEndian(header[8..], stamp.Run);
            _used += Header;
        }
    }
}
