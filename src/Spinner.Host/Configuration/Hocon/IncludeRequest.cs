namespace Spinner.Host.Configuration.Hocon;

/// <summary>An include of another file.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="File">The file, as written.</param>
/// <param name="IsOptional">Whether the file may be missing.</param>
/// <param name="Path">The section it stands in.</param>
internal sealed record IncludeRequest(Place Place, string File, bool IsOptional, IReadOnlyList<string> Path)
{
    private const string Word = "include";
    private const string Forms = "write include \"file\", include file(\"file\") or include optional(\"file\").";

    /// <summary>Takes an include from the text; null when something else is there.</summary>
    public static IncludeRequest? Take(HoconCursor cursor, IReadOnlyList<string> path)
    {
        if (!IsHere(cursor))
            return null;
        Place place = cursor.Here;
        cursor.Advance(Word.Length);
        bool isOptional = false;
        int open = 0;
        for (_ = cursor.TakeSpaces(); cursor.Current != '"'; _ = cursor.TakeSpaces())
        {
            if (cursor.Take("optional(")) isOptional = true;
            else if (!cursor.Take("file(") && !cursor.Take("required("))
                throw new HoconSyntaxException(place.Error($"include is not understood: {Forms}"), isFatal: false);
            open++;
        }

        string file = cursor.TakeQuoted();
        for (; open > 0; open--)
        {
            _ = cursor.TakeSpaces();
            if (!cursor.Take(")"))
                throw new HoconSyntaxException(place.Error($"include lacks a ')': {Forms}"), isFatal: false);
        }

        return new IncludeRequest(place, file, isOptional, path);
    }

    /// <summary>A key may be named include, too.</summary>
    private static bool IsHere(HoconCursor cursor) =>
        (cursor.IsAt($"{Word} ") || cursor.IsAt($"{Word}\t") || cursor.IsAt($"{Word}\""))
        && !cursor.IsAt($"{Word} =") && !cursor.IsAt($"{Word} :") && !cursor.IsAt($"{Word} {{");
}
