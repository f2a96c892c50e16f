namespace Spinner.Output;

/// <summary>Cuts one stream into lines, each with the prefix before it.</summary>
internal sealed class PrefixedSink : IOutputSink
{
    private readonly LineSplitter _splitter = new();
    private readonly LineSplitter.Taker _take;
    private readonly int _start;
    private byte[] _line;

    public PrefixedSink(byte[] prefix, Action<ReadOnlySpan<byte>> write)
    {
        _start = prefix.Length;
        _line = [.. prefix, .. new byte[128]];
        _take = line => write(WithPrefix(line));
    }

    public void Write(ReadOnlySpan<byte> data) => _splitter.Append(data, _take);

    public void Dispose() => _splitter.Finish(_take);

    private ReadOnlySpan<byte> WithPrefix(ReadOnlySpan<byte> line)
    {
        int length = _start + line.Length + 1;
        if (_line.Length < length)
            Array.Resize(ref _line, Math.Min(Math.Max(length, _line.Length * 2), _start + LineSplitter.MaxLineBytes + 1));
        line.CopyTo(_line.AsSpan(_start));
        _line[length - 1] = (byte)'\n';
        return _line.AsSpan(0, length);
    }
}
