namespace Spinner.Host.Foreground;

/// <summary>
/// Checks that brackets and quotes of HOCON pair up. The parser of Akka.NET does not: it takes an unclosed section for a closed one, and
/// never returns from <c>[ }</c>.
/// </summary>
internal static class HoconBrackets
{
    private const string TripleQuote = "\"\"\"";

    /// <summary>The first error with its line; null when all is well.</summary>
    public static string? FirstError(string text)
    {
        Stack<(char Bracket, int Line)> open = new();
        int line = 1;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\n':
                    line++;
                    break;
                case '#':
                case '/' when i + 1 < text.Length && text[i + 1] == '/':
                    i = EndOfLine(text, i) - 1;
                    break;
                case '"':
                    int end = EndOfString(text, i);
                    if (end < 0)
                        return $"line {line}: a quote is never closed.";
                    line += text.AsSpan(i, end - i).Count('\n');
                    i = end;
                    break;
                case '{' or '[':
                    open.Push((text[i], line));
                    break;
                case '}' or ']':
                    if (!open.TryPop(out (char Bracket, int Line) opened))
                        return $"line {line}: '{text[i]}' closes nothing.";
                    if (text[i] != Closing(opened.Bracket))
                        return $"line {line}: '{text[i]}' where '{Closing(opened.Bracket)}' is due, for the '{opened.Bracket}' of line {opened.Line}.";
                    break;
            }
        }

        return open.TryPeek(out (char Bracket, int Line) unclosed) ? $"line {unclosed.Line}: '{unclosed.Bracket}' is never closed." : null;
    }

    private static char Closing(char bracket) => bracket == '{' ? '}' : ']';

    private static int EndOfLine(string text, int start) => text.IndexOf('\n', start) is int end and >= 0 ? end : text.Length;

    /// <summary>Where the closing quote's last character is; -1 when there is none. A plain string ends on its line.</summary>
    private static int EndOfString(string text, int start)
    {
        if (string.CompareOrdinal(text, start, TripleQuote, 0, TripleQuote.Length) == 0)
        {
            int end = text.IndexOf(TripleQuote, start + TripleQuote.Length, StringComparison.Ordinal);
            return end < 0 ? -1 : end + TripleQuote.Length - 1;
        }

        for (int i = start + 1; i < text.Length && text[i] != '\n'; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                return i;
        }

        return -1;
    }
}
