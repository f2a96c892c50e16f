using Spinner.Host.Configuration;
using Spinner.Processes.Linux;

namespace Spinner.Host.Daemon;

/// <summary>The folders a daemon writes to.</summary>
internal static class StateFolders
{
    /// <summary>Holds the state folder for this daemon; the kernel lets it go when the process ends.</summary>
    /// <returns>The hold; null: another daemon has it.</returns>
    public static IDisposable? Hold(HostSettings settings)
    {
        try
        {
            return OwnerOnly.Open(Path.Combine(settings.StateFolder, "lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Makes them, for this user alone.</summary>
    /// <returns>What is wrong with them; null when they are ready.</returns>
    public static string? Prepare(HostSettings settings)
    {
        foreach (string folder in new[] { settings.StateFolder, settings.LogFolder, settings.ChildrenLogsFolder })
        {
            try
            {
                OwnerOnly.CreateFolder(folder);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return $"The folder {folder} cannot be made: {failure.Message} Give another one: --state-folder, or spinner.host.state-folder.";
            }
        }

        return null;
    }
}
