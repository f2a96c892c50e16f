using Spinner.Host.Configuration;
using Spinner.Processes.Linux;

namespace Spinner.Host.Daemon;

/// <summary>The folders a daemon writes to.</summary>
internal static class StateFolders
{
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>Holds the state folder for this daemon; the kernel lets it go when the process ends.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="refusal">Why it cannot be held.</param>
    /// <returns>The hold; null: it cannot be had.</returns>
    public static IDisposable? Hold(HostSettings settings, out string refusal)
    {
        refusal = "";
        try
        {
            return OwnerOnly.Open(Path.Combine(settings.StateFolder, "lock"), FileMode.OpenOrCreate, FileShare.None);
        }
        catch (IOException taken) when (taken.HResult is LibC.EAGAIN or SharingViolation)
        {
            refusal = $"The state folder {settings.StateFolder} is that of another daemon that runs: end it (spinner shutdown), or give this one its own with --state-folder.";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            refusal = $"The state folder {settings.StateFolder} cannot be used: {failure.Message} Give another one with --state-folder.";
        }

        return null;
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
