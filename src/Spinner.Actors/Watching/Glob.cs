using System.IO.Enumeration;

namespace Spinner.Watching;

/// <summary>
/// A pattern for relative paths. It means what it means to Microsoft.Extensions.FileSystemGlobbing (a test compares them), and knows two things more
/// that a watch needs: <c>?</c>, and whether a folder may hold a match at all.
/// </summary>
internal sealed class Glob
{
    private const string AnyFolders = "**";

    // Names are compared as the file systems of the platform mostly do.
    private static readonly bool _ignoreCase = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS();

    private readonly List<string> _segments = [];

    public Glob(string pattern)
    {
        foreach (string segment in Segments(pattern))
            Add(segment);
        // What ends in a slash or in ** means the files below.
        if (pattern.EndsWith('/') || pattern.EndsWith(Path.DirectorySeparatorChar))
            Add(AnyFolders);
        if (_segments.Count > 0 && _segments[^1] == AnyFolders)
            Add("*");
    }

    public static StringComparison PathComparison { get; } = _ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?');

    public static bool NameMatches(string pattern, ReadOnlySpan<char> name) =>
        FileSystemName.MatchesSimpleExpression(pattern, name, _ignoreCase);

    public static string[] Segments(string path) =>
        path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], StringSplitOptions.RemoveEmptyEntries);

    public bool IsMatch(string path) => IsMatch(0, Segments(path), below: false);

    /// <summary>False only when nothing below the folder can match.</summary>
    public bool MayMatchBelow(string folder) => IsMatch(0, Segments(folder), below: true);

    private void Add(string segment)
    {
        if (segment == ".")
            return;
        if (segment.StartsWith("**.", StringComparison.Ordinal))
        {
            _segments.Add(AnyFolders);
            segment = segment[1..];
        }

        _segments.Add(segment == "*.*" ? "*" : segment);
    }

    private bool IsMatch(int segment, ReadOnlySpan<string> names, bool below)
    {
        for (; segment < _segments.Count; segment++, names = names[1..])
        {
            if (_segments[segment] == AnyFolders)
                return below || AnyTailMatches(segment + 1, names);
            if (names.IsEmpty)
                return below;
            if (!NameMatches(_segments[segment], names[0]))
                return false;
        }

        return names.IsEmpty && !below;
    }

    private bool AnyTailMatches(int segment, ReadOnlySpan<string> names)
    {
        for (int skipped = 0; skipped <= names.Length; skipped++)
        {
            if (IsMatch(segment, names[skipped..], below: false))
                return true;
        }

        return false;
    }
}
