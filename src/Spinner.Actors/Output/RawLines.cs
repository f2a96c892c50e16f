using System.Text;
using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>Lines taken from a <see cref="LineRing"/>, which become text when they are asked for.</summary>
internal sealed class RawLines(byte[] bytes, RawLines.Entry[] entries)
{
    public static RawLines None { get; } = new([], []);

    public int Count => entries.Length;

    /// <summary>Decodes one line.</summary>
    public OutputLine Line(ChildName child, int index)
    {
        Entry entry = entries[index];
        string text = Encoding.UTF8.GetString(bytes, entry.Start, entry.Length);
        return new OutputLine(child, entry.Stamp.Run, entry.Stamp.IsError, entry.Stamp.At, text);
    }

    /// <summary>Where a line lies in the bytes.</summary>
    internal readonly record struct Entry(LineRing.Stamp Stamp, int Start, int Length);
}
