using System.Globalization;

namespace Spinner.Output;

/// <summary>The names of old output files: <c>app.log.1</c> is the newest, and the one with the highest number goes.</summary>
internal static class FileRotation
{
    /// <summary>The name of an old file.</summary>
    public static string NameOf(string path, int number) => $"{path}.{number.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The file of which this may be an old one; null: the name is none of an old file.</summary>
    public static string? CurrentOf(string name)
    {
        int dot = name.Length - 1;
        while (dot > 0 && char.IsAsciiDigit(name[dot]))
            dot--;
        return dot > 0 && dot < name.Length - 1 && name[dot] == '.' ? name[..dot] : null;
    }

    /// <summary>
    /// Renames the current file, if it is there, to the first number, those before it up by one, deletes what is more than <paramref name="files"/> (2 or
    /// more) in all, and opens a new one. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>; the current
    /// file then has its name still.
    /// </summary>
    public static AppendFile Next(string path, int files)
    {
        // Somebody else has taken it away: what is there stays as it is.
        if (!File.Exists(path))
            return AppendFile.Open(path);

        // Up to the first gap: what lies behind one need not move.
        int free = 1;
        while (free < files && File.Exists(NameOf(path, free)))
            free++;
        for (int surplus = files; File.Exists(NameOf(path, surplus)); surplus++)
            File.Delete(NameOf(path, surplus));
        for (int number = Math.Min(free, files - 1); number > 1; number--)
            File.Move(NameOf(path, number - 1), NameOf(path, number), overwrite: true);
        File.Move(path, NameOf(path, 1), overwrite: true);
        try
        {
            return AppendFile.Open(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Move(NameOf(path, 1), path);
            throw;
        }
    }
}
