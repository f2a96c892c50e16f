using Spinner.Host.Configuration;

namespace Spinner.Host.Daemon;

/// <summary>The folders a daemon writes to.</summary>
internal static class StateFolders
{
    /// <summary>Makes them, for this user alone.</summary>
    /// <returns>What is wrong with them; null when they are ready.</returns>
    public static string? Prepare(HostSettings settings)
    {
        foreach (string folder in new[] { settings.StateFolder, settings.LogFolder, settings.ChildrenLogsFolder })
        {
            try
            {
                if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
                else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return $"The folder {folder} cannot be made: {failure.Message} Give another one: --state-folder, or spinner.host.state-folder.";
            }
        }

        return null;
    }
}
