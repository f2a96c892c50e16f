using System.Globalization;

namespace Spinner.Host.Upkeep;

/// <summary>Broken state files are kept for people to look at, the newest few, beside the file.</summary>
internal sealed class BrokenStates(string path, TimeProvider time)
{
    /// <summary>How many are kept.</summary>
    public const int Most = 5;

    /// <summary>Moves a file out of the way, and answers a sentence about it.</summary>
    public string SetAside(string broken)
    {
        string stem = $"{path}.broken-{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
        string aside = stem;
        for (int i = 2; Path.Exists(aside); i++)
            aside = $"{stem}-{i}";
        try
        {
            if (Directory.Exists(broken)) Directory.Move(broken, aside);
            else File.Move(broken, aside);
            Prune();
            return $"It is set aside as {aside}.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"It cannot be set aside, and nothing is kept until it is moved away: {failure.Message}";
        }
    }

    private void Prune()
    {
        // The names begin with the time.
        string[] all = Directory.GetFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path) + ".broken-*");
        foreach (string old in all.OrderDescending(StringComparer.Ordinal).Skip(Most))
            File.Delete(old);
    }
}
