using System.IO.Enumeration;
using Microsoft.Extensions.FileSystemGlobbing;

namespace Spinner.Watching;

/// <summary>
/// A pattern for relative paths, as Microsoft.Extensions.FileSystemGlobbing understands it, and one thing that it does not tell: whether a folder may
/// hold a match at all.
/// </summary>
internal sealed class Glob
{
    private const char Wildcard = '*';
    private const string AnyFolders = "**";

    private readonly Matcher _matcher = new(PathComparison);
    private readonly string[] _segments;

    public Glob(string pattern)
    {
        _matcher.AddInclude(pattern);
        _segments = [.. Segments(pattern).Where(segment => segment != ".")];
        // What ends in a slash means the files below.
        if (Path.EndsInDirectorySeparator(pattern)) _segments = [.. _segments, AnyFolders];
    }

    /// <summary>Names are compared as the file systems of the platform mostly do.</summary>
    public static StringComparison PathComparison { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static bool HasWildcard(string text) => text.Contains(Wildcard, StringComparison.Ordinal);

    public static int FirstWildcard(string text) => text.IndexOf(Wildcard, StringComparison.Ordinal);

    public static bool NameMatches(string pattern, ReadOnlySpan<char> name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, PathComparison == StringComparison.OrdinalIgnoreCase);

    public static string[] Segments(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    public bool IsMatch(string path) => _matcher.Match(path).HasMatches;

    /// <summary>False only when nothing below the folder can match.</summary>
    public bool MayMatchBelow(string folder)
    {
        string[] names = Segments(folder);
        for (int i = 0; i < names.Length; i++)
        {
            if (i == _segments.Length)
                return false;
            if (_segments[i].StartsWith(AnyFolders, StringComparison.Ordinal))
                return true;
            if (!HasWildcard(_segments[i]) && !names[i].Equals(_segments[i], PathComparison))
                return false;
        }

        return names.Length < _segments.Length;
    }
}
