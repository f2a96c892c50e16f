namespace Spinner.Host.Configuration;

/// <summary>Where the daemon keeps its state when nobody says where.</summary>
internal static class StateFolder
{
    public static string Default(Func<string, string?> environment)
    {
        // systemd gives a list when a unit has several.
        if (environment("STATE_DIRECTORY") is { Length: > 0 } given && given.Split(':')[0] is var first && Path.IsPathFullyQualified(first))
            return first;
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "spinner");
        if (Environment.IsPrivilegedProcess)
            return "/var/lib/spinner";

        // A relative path in it is to be ignored, says the XDG Base Directory Specification.
        string? state = environment("XDG_STATE_HOME");
        return Path.Combine(
            Path.IsPathFullyQualified(state ?? "")
                ? state!
                : Path.Combine(environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state"),
            "spinner");
    }
}
