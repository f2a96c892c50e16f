namespace Spinner.Testing;

/// <summary>The working tree the running tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder of Spinner.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release: how the running tests were built.</summary>
    public static string Configuration { get; } = FindConfiguration();

    /// <summary>An absolute path below the root.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>The executable of a program of the solution, built as the running tests were.</summary>
    /// <param name="project">Its folder, relative to the root.</param>
    /// <param name="program">The name of its assembly.</param>
    public static string OutputOf(string project, string program)
    {
        string path = Path.Combine(Root, project, "bin", Configuration, "net10.0", OperatingSystem.IsWindows() ? $"{program}.exe" : program);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{path} is missing: build {project} first.", path);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Spinner.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"No Spinner.sln above {AppContext.BaseDirectory}.");
    }

    // The tests run from <project>/bin/<configuration>/<framework>/.
    private static string FindConfiguration() =>
        new DirectoryInfo(AppContext.BaseDirectory).Parent?.Name
        ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is no build output.");
}
