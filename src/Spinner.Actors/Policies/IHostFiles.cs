namespace Spinner.Policies;

/// <summary>What a plan must know of the machine, so that planning stays a pure function of its arguments.</summary>
internal interface IHostFiles
{
    /// <summary>The supervisor's own directory.</summary>
    string CurrentDirectory { get; }

    bool FileExists(string path);
    bool DirectoryExists(string path);

    /// <summary>Whether the file may be executed by this user.</summary>
    bool IsExecutable(string path);

    /// <summary>The absolute path of a program found in PATH (its .exe on Windows), or null.</summary>
    string? FindProgram(string name);
}
