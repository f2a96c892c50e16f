using System.Text.RegularExpressions;

namespace Spinner.Host.Configuration.Hocon;

/// <summary>
/// Reads the text of one file. Akka.NET's parser keeps no lines, takes an unclosed section for a closed one, does not return from <c>[ }</c>, and knows
/// neither includes nor the environment; so the host reads its file itself and hands the library the values.
/// </summary>
/// <param name="cursor">The text.</param>
/// <param name="home">Where the file is included; empty for the first file.</param>
/// <param name="include">Answers what an included file says.</param>
/// <param name="errors">Where errors go.</param>
/// <param name="warnings">Where hints go.</param>
internal sealed partial class HoconParser(
    HoconCursor cursor,
    IReadOnlyList<string> home,
    Func<IncludeRequest, IReadOnlyList<Entry>> include,
    ICollection<ConfigError> errors,
    ICollection<ConfigError> warnings)
{
    /// <summary>As deep as the library reads.</summary>
    private const int Deepest = 28;

    // What HOCON wants between quotes, but for what is harmless (a '+', '@' or '?').
    private const string NeverUnquoted = "$=:*\\";
    private const string Ends = ",{}[]\"#\n";

    private int _lists;

    /// <summary>What the file says; null when it broke off.</summary>
    public SectionPart? Parse()
    {
        Place start = cursor.Here;
        try
        {
            List<Entry> entries = [];
            if (cursor.SkipBlanksTo("{"))
            {
                ParseSection(entries, home);
                cursor.SkipBlanks();
                if (!cursor.IsAtEnd)
                    throw Fatal(cursor.Current is '}' or ']' ? $"'{cursor.Current}' closes nothing." : "there is text after the '}' that ends the file's section.");
            }
            else
            {
                ParseEntries(entries, home, opened: null);
            }

            return new SectionPart(start, entries);
        }
        catch (HoconSyntaxException fatal)
        {
            errors.Add(fatal.Error);
            return null;
        }
    }

    private void ParseSection(List<Entry> entries, IReadOnlyList<string> path)
    {
        Place opened = cursor.Here;
        cursor.Advance();
        ParseEntries(entries, path, opened);
    }

    private void ParseEntries(List<Entry> entries, IReadOnlyList<string> path, Place? opened)
    {
        for (; ; )
        {
            cursor.SkipBlanks();
            switch (cursor.Current)
            {
                case '\0' when cursor.IsAtEnd:
                    if (opened is not null)
                        throw new HoconSyntaxException(opened.Error("'{' is never closed."), isFatal: true);
                    return;
                case '}' when opened is not null:
                    cursor.Advance();
                    return;
                case '}' or ']':
                    throw Fatal(opened is null ? $"'{cursor.Current}' closes nothing." : $"'{cursor.Current}' where '}}' is due, for the '{{' of line {opened.Line}.");
                default:
                    ParseOneEntry(entries, path);
                    break;
            }
        }
    }

    private void ParseOneEntry(List<Entry> entries, IReadOnlyList<string> path)
    {
        try
        {
            cursor.RefuseBlockComment();
            if (IncludeRequest.Take(cursor, path) is { } request) entries.AddRange(include(request));
            else entries.Add(ParseEntry(path));
            _ = cursor.TakeSpaces();
            if (!cursor.Take(",") && !IsAtEndOfValue())
                throw Wrong($"a new line or a comma is due before '{cursor.Current}'.");
        }
        catch (HoconSyntaxException e) when (!e.IsFatal)
        {
            errors.Add(e.Error);
            Recovery.SkipEntry(cursor);
            _ = cursor.Take(",");
        }
    }

    private Entry ParseEntry(IReadOnlyList<string> path)
    {
        Place place = cursor.Here;
        IReadOnlyList<string> key = KeyPath.Take(cursor);
        IReadOnlyList<string> whole = [.. path, .. key];
        if (whole.Count + _lists > Deepest)
            throw new HoconSyntaxException(place.Error($"nested too deeply: {Deepest} levels are allowed."), isFatal: true);
        _ = cursor.TakeSpaces();
        bool adds = cursor.Take("+=");
        if (!adds && !cursor.Take("=") && !cursor.Take(":") && !cursor.SkipBlanksTo("{"))
            throw new HoconSyntaxException(place.Error($"'=' or '{{' is due after the key {KeyPath.Text(key)}."), isFatal: false);

        // A value may begin on the next line where it cannot be taken for the next key.
        _ = cursor.SkipBlanksTo("{[");
        return new Entry(place, key, ParseValue(whole), adds);
    }

    private Expression ParseValue(IReadOnlyList<string> path)
    {
        Place place = cursor.Here;
        List<Part> parts = [];
        for (; ; )
        {
            string spaces = cursor.TakeSpaces();
            if (IsAtEndOfValue())
                break;
            if (parts.Count > 0 && spaces.Length > 0)
                parts.Add(new TextPart(cursor.Here, spaces, IsQuoted: false));
            parts.Add(ParsePart(path));
        }

        return parts.Count > 0 ? new Expression(place, parts) : throw Wrong("a value is missing: \"\" is the empty text.");
    }

    private Part ParsePart(IReadOnlyList<string> path)
    {
        Place place = cursor.Here;
        switch (cursor.Current)
        {
            case '{':
                List<Entry> entries = [];
                ParseSection(entries, path);
                return new SectionPart(place, entries);
            case '[':
                return ParseList(path);
            case '"':
                return ParseQuoted(place, path);
            case '$' when cursor.Take("${"):
                bool isOptional = cursor.Take("?");
                IReadOnlyList<string> name = KeyPath.Take(cursor);
                return cursor.Take("}") ? new ReferencePart(place, name, isOptional, home) : throw Wrong("'${' is not closed by a '}' behind the name.");
            default:
                return ParseUnquoted(place);
        }
    }

    private TextPart ParseQuoted(Place place, IReadOnlyList<string> path)
    {
        string text = cursor.TakeQuoted();
        if (Reference().Match(text) is { Success: true } reference)
        {
            warnings.Add(place.Error(
                $"{reference.Value} stays as it is between quotes. To have it replaced, write it outside of them: \"a \"{reference.Value}\" b\".", KeyPath.Text(path)));
        }

        return new TextPart(place, text, IsQuoted: true);
    }

    private TextPart ParseUnquoted(Place place)
    {
        cursor.RefuseBlockComment();
        string text = cursor.TakeWhile(c => !char.IsWhiteSpace(c) && !Ends.Contains(c, StringComparison.Ordinal)
            && !NeverUnquoted.Contains(c, StringComparison.Ordinal) && !cursor.IsAtComment);
        return !NeverUnquoted.Contains(cursor.Current, StringComparison.Ordinal) || cursor.IsAt("${") ? new TextPart(place, text, IsQuoted: false)
            : throw Wrong(cursor.Current == '$'
                ? "'$' stands in a text without quotes: write ${NAME} for a variable of the environment, or put the text between quotes."
                : $"'{cursor.Current}' stands in a text without quotes: put the text between quotes.");
    }

    private ListPart ParseList(IReadOnlyList<string> path)
    {
        Place opened = cursor.Here;
        cursor.Advance();
        if (path.Count + ++_lists > Deepest)
            throw Fatal($"nested too deeply: {Deepest} levels are allowed.");
        List<Expression> items = [];
        for (; ; )
        {
            cursor.SkipBlanks();
            if (cursor.IsAtEnd)
                throw new HoconSyntaxException(opened.Error("'[' is never closed."), isFatal: true);
            if (cursor.Current == '}')
                throw Fatal($"'}}' where ']' is due, for the '[' of line {opened.Line}.");
            if (cursor.Take("]"))
                break;
            ParseItem(items, path);
            _ = cursor.SkipBlanksTo(",") && cursor.Take(",");
        }

        _lists--;
        return new ListPart(opened, items);
    }

    private void ParseItem(List<Expression> items, IReadOnlyList<string> path)
    {
        try
        {
            items.Add(ParseValue(path));
        }
        catch (HoconSyntaxException e) when (!e.IsFatal)
        {
            errors.Add(e.Error);
            Recovery.SkipEntry(cursor);
        }
    }

    private bool IsAtEndOfValue() => cursor.IsAtEnd || cursor.IsAtComment || cursor.Current is '\n' or ',' or '}' or ']';

    private HoconSyntaxException Wrong(string message) => new(cursor.Here.Error(message), isFatal: false);

    private HoconSyntaxException Fatal(string message) => new(cursor.Here.Error(message), isFatal: true);

    [GeneratedRegex(@"\$\{\??[A-Za-z_][A-Za-z0-9_.]*\}")]
    private static partial Regex Reference();
}
