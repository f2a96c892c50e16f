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

    /// <summary>Makes them, for this user alone, and judges those that are there.</summary>
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

            if (Judge(folder, mayBeSeen: folder != settings.StateFolder) is { } wrong)
                return wrong;
        }

        return null;
    }

    /// <summary>
    /// Values of environments are in there, and what a daemon starts as its user: so nobody else may get in. Below, it is enough that nobody else writes.
    /// </summary>
    private static string? Judge(string folder, bool mayBeSeen)
    {
        if (!OperatingSystem.IsLinux() || !FileFacts.TryRead(folder, out FileFacts facts, followLink: true))
            return null;
        return !facts.IsOurs
                ? $"The folder {folder} belongs to user {facts.Owner}, not to this user ({LibC.geteuid()}): give a folder of your own with --state-folder."
            : (mayBeSeen ? facts.IsOpenToOthers : facts.IsSharedWithOthers)
                ? $"The folder {folder} is open to others, and secrets of children are kept in it: chmod {(mayBeSeen ? "go-w" : "go-rwx")} {folder}, or give another one with --state-folder."
            : null;
    }
}
