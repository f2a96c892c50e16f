using System.Diagnostics;

namespace Spinner.Processes;

/// <summary>The command that builds a script and prints the assembly's path, and leaves no build server behind.</summary>
internal static class BuildCommand
{
    // What the CLI, MSBuild, a test host or `dotnet watch` leave in the environment of what they start; a build inside would obey it.
    // Settings of the user, such as DOTNET_CLI_HOME and DOTNET_CLI_TELEMETRY_OPTOUT, stay.
    private static readonly string[] _unwanted =
        ["MSBUILD", "DOTNET_CLI_CONTEXT_", "DOTNET_CLI_TELEMETRY_SESSIONID", "DOTNET_STARTUP_HOOKS", "DOTNET_MODIFIABLE_ASSEMBLIES",
         "DOTNET_WATCH", "DOTNET_LAUNCH_PROFILE"];

    public static ProcessStartInfo For(string script, string workingDirectory)
    {
        // With -getProperty alone nothing is built. Switches such as -nodeReuse turn the script into a project file for the CLI.
        ProcessStartInfo start = new(FindDotnet(), ["build", script, "-t:Build", "-getProperty:TargetPath"])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsUnwanted).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }

    /// <summary>The <c>dotnet</c> that runs us, else the one in PATH.</summary>
    internal static string FindDotnet()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string?[] known = [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH"), Environment.ProcessPath];
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return known.FirstOrDefault(path => Path.GetFileName(path) == name && File.Exists(path))
            ?? folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? name;
    }

    private static bool IsUnwanted(string variable) =>
        _unwanted.Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
