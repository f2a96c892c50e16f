namespace Spinner.Watching;

/// <summary>
/// Every name that decides which file a path means: of each folder on the way, of each link, and of what the links lead to. A folder that is moved
/// away, made again or switched by a link changes the file without touching it.
/// </summary>
internal static class PathChain
{
    // As many as the kernel follows.
    private const int MostLinks = 40;

    /// <summary>The steps with the folder each name lies in, down to the file or to the first folder that is missing.</summary>
    public static IReadOnlyList<(string Folder, string Name)> Of(string path)
    {
        List<(string, string)> steps = [];
        Stack<string> ahead = new();
        string current = Path.GetPathRoot(path)!;
        Push(ahead, path[current.Length..]);
        int links = 0;
        while (ahead.TryPop(out string? name))
        {
            if (name is "." or "..")
            {
                current = name == "." ? current : Path.GetDirectoryName(current) ?? current;
                continue;
            }

            steps.Add((current, name));
            string next = Path.Combine(current, name);
            if (Target(next) is { } target && links++ < MostLinks)
            {
                string root = Path.GetPathRoot(target)!;
                current = root.Length > 0 ? root : current;
                Push(ahead, target[root.Length..]);
                continue;
            }

            if (ahead.Count > 0 && !Directory.Exists(next))
                break;
            current = next;
        }

        return steps;
    }

    private static void Push(Stack<string> ahead, string path)
    {
        foreach (string name in Glob.Segments(path).Reverse())
            ahead.Push(name);
    }

    private static string? Target(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // A folder that may be passed but not looked at: its names are left to the regular look.
            return null;
        }
    }
}
