using Spinner.Processes.Linux;

namespace Spinner.Host.Upkeep;

/// <summary>One of the two files of a state, as it was found.</summary>
/// <param name="Path">The file.</param>
/// <param name="State">What it says; null when it is missing, broken or newer.</param>
/// <param name="Error">What is wrong with it, in a few words; null: nothing, or it is not there.</param>
/// <param name="Version">The version of its format, where it could be read.</param>
internal sealed record StateCopy(string Path, DesiredState? State, string? Error, int Version)
{
    // Far above what any host writes.
    private const long LargestFile = 256 * 1024 * 1024;

    /// <summary>Whether a version of Spinner wrote it that knows more than this one.</summary>
    public bool IsNewer => Version > StateText.Version;

    public static StateCopy Read(string path)
    {
        try
        {
            // Of a pipe, a read would wait for who writes it.
            if (Directory.Exists(path) || (OperatingSystem.IsLinux() && FileFacts.TryRead(path, out FileFacts facts, followLink: true) && !facts.IsFile))
                return new StateCopy(path, null, "it is no file", 0);
            if (new FileInfo(path) is { Exists: true, Length: > LargestFile })
                return new StateCopy(path, null, "it is too large", 0);
            DesiredState? state = StateText.Read(File.ReadAllBytes(path), out string? error, out int version);
            return new StateCopy(path, state, error, version);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new StateCopy(path, null, null, 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new StateCopy(path, null, $"it cannot be read ({failure.Message.TrimEnd('.')})", 0);
        }
    }
}
