using Spinner.Policies;

namespace Spinner.Testing;

/// <summary>A machine with just the files it is told of. Folders of files exist; programs are executable and, in bin folders, found in PATH.</summary>
internal sealed class FakeHostFiles : IHostFiles
{
    private readonly Dictionary<string, bool> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal) { "/" };

    public string CurrentDirectory { get; set; } = "/home/me";

    /// <summary>An app folder with a script of each kind, and every runtime in PATH.</summary>
    public static FakeHostFiles WithEverything() =>
        new FakeHostFiles()
            .Folder("/home/me")
            .Programs("/usr/bin/node", "/usr/bin/python3", "/usr/bin/dotnet", "/usr/bin/sh", "/usr/bin/pwsh", "/app/server")
            .Files("/app/a.js", "/app/a.py", "/app/a.dll", "/app/a.cs", "/app/a.sh", "/app/a.ps1", "/app/notes.txt");

    public FakeHostFiles Files(params string[] paths) => Add(paths, executable: false);

    public FakeHostFiles Programs(params string[] paths) => Add(paths, executable: true);

    public FakeHostFiles Folder(string path)
    {
        for (string? folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            _ = _folders.Add(folder);
        }

        return this;
    }

    public FakeHostFiles Without(string path)
    {
        _ = _files.Remove(path);
        return this;
    }

    public bool FileExists(string path) => _files.ContainsKey(path);

    public bool DirectoryExists(string path) => _folders.Contains(path);

    public bool IsExecutable(string path) => _files.TryGetValue(path, out bool executable) && executable;

    public string? FindProgram(string name) =>
        _files.Where(file => file.Value && Path.GetFileName(file.Key) == name && Path.GetDirectoryName(file.Key)!.EndsWith("/bin", StringComparison.Ordinal))
            .Select(file => file.Key)
            .FirstOrDefault();

    private FakeHostFiles Add(string[] paths, bool executable)
    {
        foreach (string path in paths)
        {
            _files[path] = executable;
            _ = Folder(Path.GetDirectoryName(path)!);
        }

        return this;
    }
}
