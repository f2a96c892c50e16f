using System.Globalization;

namespace Spinner.Host.Configuration.Hocon;

/// <summary>Keys as paths: <c>spinner.children."my.app".args[0]</c>.</summary>
internal static class KeyPath
{
    private const string Ends = ".=:{}[],\"#\n$";

    /// <summary>Takes a path from the text; a part may be between quotes.</summary>
    public static IReadOnlyList<string> Take(HoconCursor cursor)
    {
        List<string> parts = [];
        do
        {
            _ = cursor.TakeSpaces();
            parts.Add(cursor.Current == '"' ? cursor.TakeQuoted() : TakePlain(cursor));
        }
        while (cursor.Take("."));
        return parts;
    }

    /// <summary>The path as one writes it.</summary>
    public static string Text(IEnumerable<string> parts) => string.Join('.', parts.Select(Spinner.Configuration.ConfigKeys.Part));

    /// <summary>The parts of a path that the library has written; an index of a list is a part of its own.</summary>
    public static IReadOnlyList<string> Parse(string path)
    {
        HoconCursor cursor = new(path, "");
        List<string> parts = [];
        while (!cursor.IsAtEnd)
        {
            if (cursor.Current == '"') parts.Add(cursor.TakeQuoted());
            else if (cursor.Take("[")) parts.Add(cursor.TakeWhile(c => c != ']'));
            else parts.Add(cursor.TakeWhile(c => c is not ('.' or '[')));
            _ = cursor.Take("]");
            _ = cursor.Take(".");
        }

        return parts;
    }

    private static string TakePlain(HoconCursor cursor)
    {
        string part = cursor.TakeWhile(c => !Ends.Contains(c, StringComparison.Ordinal) && !cursor.IsAt("+=") && !cursor.IsAtComment).TrimEnd();
        return part.Length > 0 ? part : throw new HoconSyntaxException(cursor.Here.Error($"a key is missing before {Name(cursor)}."), isFatal: false);
    }

    private static string Name(HoconCursor cursor) => cursor.IsAtEnd ? "the end of the file"
        : cursor.Current == '\n' ? "the end of the line"
        : char.IsControl(cursor.Current) ? string.Create(CultureInfo.InvariantCulture, $"a control character (code {(int)cursor.Current})")
        : $"'{cursor.Current}'";
}
