using System.Runtime.InteropServices;
using Spinner.Policies;

namespace Spinner.Configuration;

/// <summary>The machine as it is. PATH is the supervisor's own and is read on each call.</summary>
internal sealed partial class HostFiles : IHostFiles
{
    private const int MayExecute = 1;

    public string CurrentDirectory => Environment.CurrentDirectory;

    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public bool IsExecutable(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            ? ProgramExtensions().Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            : Access(path, MayExecute) == 0);

    public string? FindProgram(string name)
    {
        // An empty entry means the current directory to a shell; a supervisor does not want programs from there.
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] endings = OperatingSystem.IsWindows() ? ["", .. ProgramExtensions()] : [""];
        return folders
            .SelectMany(folder => endings.Select(ending => Path.GetFullPath(Path.Combine(folder, name + ending))))
            .FirstOrDefault(IsExecutable);
    }

    private static string[] ProgramExtensions() =>
        (Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>access(2): what the kernel would say to this user, which the mode bits alone do not tell.</summary>
    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Access(string path, int mode);
}
