using System.Text;

namespace Spinner.Output;

/// <summary>
/// The last lines of a stream in bounded memory. Lines stay raw bytes in reused slots and become text only when somebody asks,
/// so that a flood of lines that nobody will see costs neither garbage nor decoding.
/// </summary>
internal sealed class TailBuffer(int lines, int lineLength)
{
    // A UTF-16 unit takes at most 3 bytes of UTF-8. Room for one sequence more, so that the last character kept is never a torn one.
    private readonly int _lineBytes = checked((lineLength * 3) + 4);

    // One slot more than lines are shown: the unfinished one, which shows only once it holds something.
    private readonly byte[][] _slots = [.. Enumerable.Repeat(Array.Empty<byte>(), lines + 1)];
    private readonly int[] _lengths = new int[lines + 1];
    private readonly Lock _lock = new();
    private int _current;
    private int _finished;

    /// <summary>Takes the next bytes of the stream.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        lock (_lock)
        {
            int skipped = EvictedPrefix(data);
            if (skipped > 0)
            {
                // The unfinished line ends in the skipped part, and is among the evicted ones.
                _lengths[_current] = 0;
                data = data[skipped..];
            }
            while (data.IndexOf((byte)'\n') is int end and >= 0)
            {
                AppendToLine(data[..end]);
                FinishLine();
                data = data[(end + 1)..];
            }
            AppendToLine(data);
        }
    }

    /// <summary>The lines, oldest first, the unfinished last one included.</summary>
    public IReadOnlyList<string> Lines()
    {
        lock (_lock)
        {
            int unfinished = _lengths[_current] > 0 ? 1 : 0;
            int shown = Math.Min(_finished + unfinished, lines);
            string[] texts = new string[shown];
            int oldest = _current + unfinished - shown + _slots.Length;
            for (int i = 0; i < shown; i++)
                texts[i] = Text((oldest + i) % _slots.Length);
            return texts;
        }
    }

    /// <summary>How much of a chunk consists of lines that the rest of the same chunk pushes out again.</summary>
    private int EvictedPrefix(ReadOnlySpan<byte> data)
    {
        int start = data.Length;
        for (int found = 0; found <= lines; found++)
        {
            start = data[..start].LastIndexOf((byte)'\n');
            if (start < 0)
                return 0;
        }
        return start + 1;
    }

    private void AppendToLine(ReadOnlySpan<byte> data)
    {
        int length = _lengths[_current];
        int added = Math.Min(data.Length, _lineBytes - length);
        if (added == 0)
            return;
        if (_slots[_current].Length < length + added)
            Array.Resize(ref _slots[_current], Math.Min(_lineBytes, Math.Max(64, (length + added) * 2)));
        data[..added].CopyTo(_slots[_current].AsSpan(length));
        _lengths[_current] = length + added;
    }

    private void FinishLine()
    {
        _current = (_current + 1) % _slots.Length;
        _lengths[_current] = 0;
        _finished = Math.Min(_finished + 1, lines);
    }

    private string Text(int slot)
    {
        ReadOnlySpan<byte> bytes = _slots[slot].AsSpan(0, _lengths[slot]);
        if (bytes.EndsWith("\r"u8))
            bytes = bytes[..^1];
        string text = Encoding.UTF8.GetString(bytes);
        if (text.Length <= lineLength)
            return text;
        int cut = lineLength > 0 && char.IsHighSurrogate(text[lineLength - 1]) ? lineLength - 1 : lineLength;
        return text[..cut];
    }
}
