using Spinner.Policies;

namespace Spinner.Testing;

/// <summary>A machine on which every program, file and folder is found.</summary>
internal sealed class EverythingExists : IHostFiles
{
    public string CurrentDirectory => "/work";

    public bool FileExists(string path) => true;

    public bool DirectoryExists(string path) => true;

    public bool IsExecutable(string path) => true;

    public string? FindProgram(string name) => $"/usr/bin/{name}";
}
