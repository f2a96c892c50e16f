using System.Text;
using Spinner.Host.Configuration.Hocon;

namespace Spinner.Host.Configuration;

/// <summary>
/// Reads an env-file: <c>NAME=value</c> lines. dotenv.net 4.2.0 leaves out lines it does not understand without a word and counts none, so its user
/// cannot be told of a mistake; hence this.
/// </summary>
/// <remarks>
/// Empty lines and those that begin with <c>#</c> do not count, nor does a leading <c>export</c>. A value without quotes ends before <c> #</c> or with
/// the line and has no spaces around it. Between single quotes everything is meant as it is; between double ones <c>\n \r \t \" \\ \$</c> are escapes;
/// both may go over lines. Of a name that comes twice the last value counts. Nothing is expanded. No error shows a value.
/// </remarks>
internal sealed class EnvFileParser(string text, string file, ICollection<ConfigError> errors)
{
    private const string Export = "export";

    private readonly HoconCursor _cursor = new(text, file);

    public IReadOnlyDictionary<string, EnvVariable> Parse()
    {
        Dictionary<string, EnvVariable> all = new(StringComparer.Ordinal);
        while (SkipToLine())
        {
            Place place = _cursor.Here;
            if (ParseLine(place) is { } variable)
                all[variable.Name] = variable;
            _ = _cursor.TakeWhile(c => c != '\n');
        }

        return all;
    }

    /// <summary>Goes to the next line that says something.</summary>
    private bool SkipToLine()
    {
        while (!_cursor.IsAtEnd && (char.IsWhiteSpace(_cursor.Current) || _cursor.Current == '#'))
        {
            if (_cursor.Current == '#') _cursor.SkipComment();
            else _cursor.Advance();
        }

        return !_cursor.IsAtEnd;
    }

    private EnvVariable? ParseLine(Place place)
    {
        if (_cursor.IsAt($"{Export} ") || _cursor.IsAt($"{Export}\t"))
        {
            _cursor.Advance(Export.Length);
            _ = _cursor.TakeSpaces();
        }

        string name = _cursor.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');
        _ = _cursor.TakeSpaces();
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !_cursor.Take("="))
            return Refuse(place, "is no NAME=value; a name has letters, digits, '_', '.' and '-' and begins with no digit.");

        _ = _cursor.TakeSpaces();
        if (_cursor.Current is not ('"' or '\''))
            return new EnvVariable(name, TakePlain(), place);

        if (TakeQuoted(_cursor.Current) is not { } value)
            return Refuse(place, $"{name}: the quote is never closed.");
        _ = _cursor.TakeSpaces();
        return _cursor.IsAtEnd || _cursor.Current is '\n' or '#'
            ? new EnvVariable(name, value, place)
            : Refuse(place, $"{name}: there is text after the closing quote.");
    }

    private string TakePlain()
    {
        // Right behind the spaces that follow '=', a '#' begins a comment; elsewhere only behind a space.
        char before = ' ';
        return _cursor.TakeWhile(c =>
        {
            bool isOver = c == '\n' || (c == '#' && char.IsWhiteSpace(before));
            before = c;
            return !isOver;
        }).Trim();
    }

    /// <summary>Null, and back at the quote's own line, when the quote is never closed: what follows may be right.</summary>
    private string? TakeQuoted(char quote)
    {
        StringBuilder value = new();
        (int, int) start = _cursor.Position;
        for (_cursor.Advance(); !_cursor.IsAtEnd; _cursor.Advance())
        {
            if (_cursor.Current == quote)
            {
                _cursor.Advance();
                return value.Replace("\r\n", "\n").ToString();
            }

            value.Append(_cursor.Current == '\\' && quote == '"' ? TakeEscape() : _cursor.Current.ToString());
        }

        _cursor.Position = start;
        return null;
    }

    private string TakeEscape()
    {
        _cursor.Advance();
        return _cursor.Current switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            '"' or '\\' or '$' => _cursor.Current.ToString(),
            _ => $"\\{_cursor.Current}",
        };
    }

    private EnvVariable? Refuse(Place place, string message)
    {
        errors.Add(place.Error(message));
        return null;
    }
}
