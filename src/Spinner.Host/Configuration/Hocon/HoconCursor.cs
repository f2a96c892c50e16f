using System.Globalization;
using System.Text;

namespace Spinner.Host.Configuration.Hocon;

/// <summary>A position in a HOCON text, which counts lines.</summary>
internal sealed class HoconCursor(string text, string file)
{
    private const string TripleQuote = "\"\"\"";

    private int _at;
    private int _line = 1;

    public bool IsAtEnd => _at >= text.Length;

    /// <summary>The character here; at the end NUL, which no text has.</summary>
    public char Current => IsAtEnd ? '\0' : text[_at];

    /// <summary>To come back to.</summary>
    public (int At, int Line) Position
    {
        get => (_at, _line);
        set => (_at, _line) = value;
    }

    public Place Here => new(file, _line);

    public bool IsAt(string what) => string.CompareOrdinal(text, _at, what, 0, what.Length) == 0;

    public bool IsAtComment => Current == '#' || IsAt("//");

    public void Advance(int count = 1)
    {
        for (int end = Math.Min(_at + count, text.Length); _at < end; _at++)
        {
            if (text[_at] == '\n')
                _line++;
        }
    }

    /// <summary>Goes on if this is here.</summary>
    public bool Take(string what)
    {
        if (!IsAt(what))
            return false;
        Advance(what.Length);
        return true;
    }

    /// <summary>Goes over spaces of this line and answers them.</summary>
    public string TakeSpaces() => TakeWhile(c => c != '\n' && char.IsWhiteSpace(c));

    public string TakeWhile(Func<char, bool> condition)
    {
        int start = _at;
        while (!IsAtEnd && condition(Current))
            Advance();
        return text[start.._at];
    }

    /// <summary>Goes over spaces, line ends and comments.</summary>
    public void SkipBlanks()
    {
        for (; ; )
        {
            if (char.IsWhiteSpace(Current)) Advance();
            else if (IsAtComment) SkipComment();
            else return;
        }
    }

    /// <summary>Whether the next thing, after spaces, line ends and comments, is one of these; if so, goes there.</summary>
    public bool SkipBlanksTo(string characters)
    {
        (int, int) before = Position;
        SkipBlanks();
        if (!IsAtEnd && characters.Contains(Current, StringComparison.Ordinal))
            return true;
        Position = before;
        return false;
    }

    /// <summary>Goes over a comment of another language, which is an error.</summary>
    public void RefuseBlockComment()
    {
        Place start = Here;
        if (!Take("/*"))
            return;
        while (!IsAtEnd && !IsAt("*/"))
            Advance();
        _ = Take("*/");
        throw new HoconSyntaxException(start.Error("'/*' begins no comment in HOCON: begin each line of one with '#'."), isFatal: false);
    }

    public void SkipComment() => TakeWhile(c => c != '\n');

    /// <summary>A text between quotes, or between three of them, where it may have line ends and no escapes.</summary>
    public string TakeQuoted()
    {
        Place start = Here;
        if (Take(TripleQuote))
        {
            int end = text.IndexOf(TripleQuote, _at, StringComparison.Ordinal);
            if (end < 0)
                throw NeverClosed(start);

            // More than three quotes in a row: the last three close, the others belong to the text.
            while (end + TripleQuote.Length < text.Length && text[end + TripleQuote.Length] == '"')
                end++;
            string raw = text[_at..end];
            Advance(raw.Length + TripleQuote.Length);
            return raw;
        }

        StringBuilder value = new();
        char? unknown = null;
        for (Advance(); Current != '"'; Advance())
        {
            if (IsAtEnd || Current == '\n')
                throw NeverClosed(start);
            char? c = Current == '\\' ? TakeEscape(start) : Current;
            unknown ??= c is null ? Current : null;
            value.Append(c);
        }

        Advance();
        return unknown is null ? value.ToString() : throw new HoconSyntaxException(
            start.Error($"'\\{unknown}' is no escape: write '\\\\' for a backslash, or put the text between \"\"\" and \"\"\"."), isFatal: false);
    }

    /// <summary>The character an escape means, null when it is none; ends on the escape's last one.</summary>
    private char? TakeEscape(Place start)
    {
        Advance();
        switch (Current)
        {
            case '"' or '\\' or '/': return Current;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _at + 4 < text.Length
                && ushort.TryParse(text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                Advance(4);
                return (char)code;
            case '\0' or '\n' or '\r': throw NeverClosed(start);
            default: return null;
        }
    }

    private static HoconSyntaxException NeverClosed(Place start) => new(start.Error("a quote is never closed."), isFatal: true);
}
