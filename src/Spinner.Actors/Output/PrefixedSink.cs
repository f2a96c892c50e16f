namespace Spinner.Output;

/// <summary>Cuts one stream into lines, each with the prefix before it.</summary>
internal sealed class PrefixedSink : IOutputSink
{
    private readonly Action<ReadOnlySpan<byte>> _write;
    private readonly int _start;
    private byte[] _line;
    private int _length;

    public PrefixedSink(byte[] prefix, Action<ReadOnlySpan<byte>> write)
    {
        _write = write;
        _start = _length = prefix.Length;
        _line = [.. prefix, .. new byte[128]];
    }

    public void Write(ReadOnlySpan<byte> data)
    {
        while (data.IndexOf((byte)'\n') is int end and >= 0)
        {
            Append(data[..end]);
            FinishLine();
            data = data[(end + 1)..];
        }
        Append(data);
    }

    public void Dispose()
    {
        if (_length > _start)
            FinishLine();
    }

    private void Append(ReadOnlySpan<byte> data)
    {
        int room;
        while ((room = PrefixedOutput.MaxLineBytes + _start - _length) < data.Length)
        {
            Fill(data[..room]);
            data = data[room..];
            WrapLine();
        }
        Fill(data);
    }

    private void Fill(ReadOnlySpan<byte> data)
    {
        // One byte more than the text: the line feed.
        int needed = _length + data.Length + 1;
        if (_line.Length < needed)
            Array.Resize(ref _line, Math.Min(Math.Max(needed, _line.Length * 2), _start + PrefixedOutput.MaxLineBytes + 1));
        data.CopyTo(_line.AsSpan(_length));
        _length += data.Length;
    }

    private void FinishLine()
    {
        if (_length > _start && _line[_length - 1] == (byte)'\r')
            _length--;
        _line[_length] = (byte)'\n';
        _write(_line.AsSpan(0, _length + 1));
        _length = _start;
    }

    /// <summary>Ends a line that is full, between two characters; a sequence that does not fit begins the next line.</summary>
    private void WrapLine()
    {
        int cut = _length;
        while (cut > _length - 4 && IsContinuation(_line[cut - 1]))
            cut--;
        // Before the lead byte, when what follows it is fewer bytes than it announces.
        byte[] rest = cut > _start && Announces(_line[cut - 1]) > _length - cut ? _line[(cut - 1).._length] : [];
        _length -= rest.Length;
        FinishLine();
        Fill(rest);
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    private static int Announces(byte lead) => lead switch { >= 0xF0 => 3, >= 0xE0 => 2, >= 0xC0 => 1, _ => 0 };
}
