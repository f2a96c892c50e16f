using System.Text;
using System.Text.RegularExpressions;

namespace Spinner.Cli.Verbs;

/// <summary>Reads env-files by the rules that the configuration of the host has for them: see docs/configuration.md. No error shows a value.</summary>
internal static partial class EnvFile
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The variables of a file, in its order.</summary>
    /// <exception cref="SpecException">It cannot be read, or has lines that say nothing.</exception>
    public static IEnumerable<KeyValuePair<string, string>> Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path, _strict), path);
        }
        catch (DecoderFallbackException)
        {
            throw new SpecException($"--env-file: {path} is no text in UTF-8.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SpecException($"--env-file: {error.Message}");
        }
    }

    /// <summary>The variables of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What errors call it.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string text, string file)
    {
        List<KeyValuePair<string, string>> all = [];
        for (int at = 0; (at = Skip(text, at)) < text.Length;)
        {
            Match line = Line().Match(text, at);
            string place = $"--env-file: {file}:{1 + text.AsSpan(0, at).Count('\n')}:";
            if (!line.Success)
                throw new SpecException($"{place} is no NAME=value; a name has letters, digits, '_', '.' and '-' and begins with no digit.");
            string name = line.Groups["name"].Value;
            at = line.Index + line.Length;
            all.Add(KeyValuePair.Create(name, Value(text, ref at, $"{place} {name}")));
        }

        return all;
    }

    /// <summary>To the next line that says something.</summary>
    private static int Skip(string text, int at) => Nothing().Match(text, at) is { Success: true } blank ? at + blank.Length : at;

    private static string Value(string text, ref int at, string place)
    {
        if (at >= text.Length || text[at] is not ('"' or '\''))
        {
            Match plain = Plain().Match(text, at);
            at = EndOfLine(text, at);
            return plain.Value.Trim();
        }

        Match quoted = (text[at] == '"' ? DoubleQuoted() : SingleQuoted()).Match(text, at);
        if (!quoted.Success)
            throw new SpecException($"{place}: the quote is never closed.");
        at += quoted.Length;
        if (!Rest().IsMatch(text.AsSpan(at, EndOfLine(text, at) - at)))
            throw new SpecException($"{place}: there is text after the closing quote.");
        string value = quoted.Groups["value"].Value;
        at = EndOfLine(text, at);
        return (quoted.Value[0] == '"' ? Escape().Replace(value, Unescaped) : value).Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static int EndOfLine(string text, int at) => text.IndexOf('\n', at) is >= 0 and int end ? end : text.Length;

    private static string Unescaped(Match escape) => escape.Value[1] switch
    {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        char itself => itself.ToString(),
    };

    [GeneratedRegex(@"\G(?:\s+|#[^\n]*)+")]
    private static partial Regex Nothing();

    [GeneratedRegex(@"\G(?>(?:export[ \t]+)?)(?<name>[A-Za-z_.-][A-Za-z0-9_.-]*)[ \t]*=[ \t]*")]
    private static partial Regex Line();

    // A '#' begins a comment at the beginning, and behind a space.
    [GeneratedRegex(@"\G(?!#)(?:[^\n#]|(?<=\S)#)*")]
    private static partial Regex Plain();

    [GeneratedRegex(@"\G""(?<value>(?:[^""\\]|\\[\s\S])*)""")]
    private static partial Regex DoubleQuoted();

    [GeneratedRegex(@"\G'(?<value>[^']*)'")]
    private static partial Regex SingleQuoted();

    [GeneratedRegex(@"^\s*(?:#|$)")]
    private static partial Regex Rest();

    [GeneratedRegex(@"\\[nrt""\\$]")]
    private static partial Regex Escape();
}
