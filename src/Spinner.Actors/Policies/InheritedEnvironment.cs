namespace Spinner.Policies;

/// <summary>What children inherit of the supervisor's environment.</summary>
internal static class InheritedEnvironment
{
    private const string LaunchProfile = "DOTNET_LAUNCH_PROFILE";
    private const string ProfileUrls = "ASPNETCORE_URLS";

    /// <summary>Meant for this very process: by the service manager, or by a Spinner that started it.</summary>
    private static readonly string[] _own =
    [
        "NOTIFY_SOCKET", "SPINNER_RUN", "INVOCATION_ID", "JOURNAL_STREAM", "MANAGERPID", "SYSTEMD_EXEC_PID",
        "RUNTIME_DIRECTORY", "STATE_DIRECTORY", "CACHE_DIRECTORY", "LOGS_DIRECTORY", "CONFIGURATION_DIRECTORY", "CREDENTIALS_DIRECTORY",
    ];
    private static readonly string[] _ownPrefixes = ["WATCHDOG_", "LISTEN_"];

    /// <summary>What MSBuild and <c>dotnet run</c> leave behind; it would steer a build that a child starts.</summary>
    private static readonly string[] _buildLeftovers = ["MSBUILD", "_MSBUILD"];
    private static readonly string[] _runLeftovers = [LaunchProfile, "DOTNET_HOST_PATH", "DOTNET_CLI_TELEMETRY_SESSIONID"];

    /// <summary>The environment without what must not reach a child. Settings of the user's, such as DOTNET_ROOT, stay.</summary>
    /// <remarks>
    /// <c>dotnet run</c> turns the applicationUrl of a launch profile into ASPNETCORE_URLS, which would have every ASP.NET child bind
    /// the supervisor's address: it goes when a launch profile was used, and stays otherwise.
    /// </remarks>
    public static IReadOnlyDictionary<string, string> Clean(IReadOnlyDictionary<string, string> all) =>
        all.Where(pair => !IsPrivate(pair.Key) && !(pair.Key == ProfileUrls && all.ContainsKey(LaunchProfile)))
            .ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static bool IsPrivate(string name) =>
        _own.Contains(name)
        || _runLeftovers.Contains(name)
        || _ownPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))
        || _buildLeftovers.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
