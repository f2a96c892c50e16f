namespace Spinner.Output;

/// <summary>
/// Cuts one stream into lines, however it arrives in chunks. A line ends with LF or CR LF, which are left out; one longer than
/// <see cref="MaxLineBytes"/> is cut into several, between two characters.
/// </summary>
internal sealed class LineSplitter
{
    /// <summary>How long a line may be, in bytes.</summary>
    public const int MaxLineBytes = 8 * 1024;

    // One byte more than a line: the CR before its end, or the byte that tells whether a cut after MaxLineBytes splits a character.
    private const int MostKept = MaxLineBytes + 1;

    private byte[] _line = [];
    private int _length;

    /// <summary>Takes one line, or several with a line feed after each. The memory is lent for the length of the call.</summary>
    public delegate void Taker(ReadOnlySpan<byte> lines);

    /// <summary>Takes the next bytes of the stream, and hands over every line that ends in them.</summary>
    public void Append(ReadOnlySpan<byte> data, Taker take)
    {
        while (data.IndexOf((byte)'\n') is int end and >= 0)
        {
            EndLine(data[..end], take);
            data = data[(end + 1)..];
        }

        Keep(data, take);
    }

    /// <summary>
    /// As <see cref="Append"/>, for somebody who does not look at single lines: what lies between the first and the last line feed is handed
    /// over in one piece, lines longer than the limit among it. <see cref="Split"/> cuts it later.
    /// </summary>
    public void AppendInBulk(ReadOnlySpan<byte> data, Taker takeOne, Taker takeMany)
    {
        int last = data.LastIndexOf((byte)'\n');
        if (last >= 0)
        {
            int first = _length > 0 ? data.IndexOf((byte)'\n') : -1;
            if (first >= 0)
                EndLine(data[..first], takeOne);
            if (first < last)
                takeMany(data[(first + 1)..(last + 1)]);
            data = data[(last + 1)..];
        }

        Keep(data, takeOne);
    }

    /// <summary>The stream has ended: an unfinished last line is one.</summary>
    public void Finish(Taker take)
    {
        if (_length > 0)
            EndLine([], take);
    }

    /// <summary>Hands over the lines of a text in which each ends with a line feed.</summary>
    public static void Split(ReadOnlySpan<byte> lines, Taker take)
    {
        while (lines.IndexOf((byte)'\n') is int end and >= 0)
        {
            Emit(lines[..end], take);
            lines = lines[(end + 1)..];
        }
    }

    private void EndLine(ReadOnlySpan<byte> rest, Taker take)
    {
        if (_length == 0)
        {
            Emit(rest, take);
            return;
        }

        Keep(rest, take);
        Emit(_line.AsSpan(0, _length), take);
        _length = 0;
    }

    /// <summary>Keeps the beginning of a line; what is certain to be longer than a line is cut and handed over.</summary>
    private void Keep(ReadOnlySpan<byte> data, Taker take)
    {
        while (!data.IsEmpty && !Fits(data))
        {
            int filled = Math.Min(MostKept - _length, data.Length);
            Fill(data[..filled]);
            data = data[filled..];
            int cut = CutOf(_line.AsSpan(0, _length));
            take(_line.AsSpan(0, cut));
            _line.AsSpan(cut, _length - cut).CopyTo(_line);
            _length -= cut;
        }

        Fill(data);
    }

    private bool Fits(ReadOnlySpan<byte> data) =>
        _length + data.Length <= MaxLineBytes || (_length + data.Length == MostKept && data[^1] == (byte)'\r');

    private void Fill(ReadOnlySpan<byte> data)
    {
        int needed = _length + data.Length;
        if (_line.Length < needed)
            Array.Resize(ref _line, Math.Min(Math.Max(Math.Max(needed, 64), _line.Length * 2), MostKept));
        data.CopyTo(_line.AsSpan(_length));
        _length = needed;
    }

    private static void Emit(ReadOnlySpan<byte> line, Taker take)
    {
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        while (line.Length > MaxLineBytes)
        {
            int cut = CutOf(line);
            take(line[..cut]);
            line = line[cut..];
        }

        take(line);
    }

    /// <summary>Where a line that is too long is cut: before the character that would cross the limit. Bytes that are no text are cut anywhere.</summary>
    private static int CutOf(ReadOnlySpan<byte> line)
    {
        int cut = MaxLineBytes;
        while (cut > MaxLineBytes - 4 && (line[cut] & 0xC0) == 0x80)
            cut--;
        return (line[cut] & 0xC0) == 0x80 ? MaxLineBytes : cut;
    }
}
