using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>Makes the watched paths of a merged spec absolute, and looks whether there is something to watch.</summary>
internal static class MonitorResolver
{
    /// <summary>Files, folders and globs, absolute, each once.</summary>
    public static IReadOnlyList<string> Resolve(ChildSpec wish, PlanErrors errors, IHostFiles files)
    {
        string? script = SpecRules.IsPath(wish.Script) ? Path.GetFullPath(wish.Script!, wish.BaseDirectory!) : null;
        List<string> all = [];
        foreach (string entry in (wish.Monitor ?? []).Where(SpecRules.IsPath))
        {
            string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(entry, wish.BaseDirectory!));
            if (!all.Contains(path))
            {
                all.Add(path);
                // A missing script is told as such.
                if (path != script)
                    Check(entry, path, errors, files);
            }
        }

        return all;
    }

    /// <summary>The folder below which a glob looks, or null when the path has no wildcard.</summary>
    private static string? FolderOfGlob(string path)
    {
        int wildcard = path.IndexOf('*', StringComparison.Ordinal);
        return wildcard < 0 ? null : Path.GetDirectoryName(path[..(wildcard + 1)]);
    }

    private static void Check(string entry, string path, PlanErrors errors, IHostFiles files)
    {
        // A name may really contain a wildcard: what is there is no glob.
        if (files.FileExists(path) || files.DirectoryExists(path))
        {
            return;
        }

        if (FolderOfGlob(path) is not { } folder)
        {
            errors.Add($"monitor {PlanErrors.Quote(entry)} does not exist ({path}): create the file or folder, or correct the path.");
        }
        else if (!files.DirectoryExists(folder))
        {
            errors.Add($"monitor {PlanErrors.Quote(entry)} has no folder to look in ({folder}): create it, or correct the path.");
        }
    }
}
