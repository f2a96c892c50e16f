namespace Spinner.Host.Configuration.Hocon;

/// <summary>Finds the next entry after a broken one, so that the errors behind it are told as well.</summary>
internal static class Recovery
{
    /// <summary>Goes to the end of the line, or to the comma or the bracket that closes what the entry is in.</summary>
    public static void SkipEntry(HoconCursor cursor)
    {
        int open = 0;
        while (!cursor.IsAtEnd && !(open == 0 && cursor.Current is '\n' or ',' or '}' or ']'))
        {
            switch (cursor.Current)
            {
                case '{' or '[':
                    open++;
                    cursor.Advance();
                    break;
                case '}' or ']':
                    open--;
                    cursor.Advance();
                    break;
                case '"':
                    SkipQuoted(cursor);
                    break;
                case '#':
                    cursor.SkipComment();
                    break;
                default:
                    cursor.Advance();
                    break;
            }
        }
    }

    private static void SkipQuoted(HoconCursor cursor)
    {
        try
        {
            _ = cursor.TakeQuoted();
        }
        catch (HoconSyntaxException e) when (!e.IsFatal)
        {
            // An escape that is none; the text was taken all the same, and the entry has its error.
        }
    }
}
