using System.Collections;
using System.Diagnostics;
using Spinner.Processes;
using Spinner.Processes.Linux;
using Spinner.Protocol;

namespace Spinner.Host.Daemon;

/// <summary>
/// A second copy of this program that outlives it: in a session of its own, so that neither the terminal's Ctrl-C nor its end reaches it, in the root
/// folder, so that it holds no other busy, with its output in a file.
/// </summary>
internal sealed class BackgroundProcess : IDisposable
{
    private readonly Process? _process;
    private int _pidFd = -1;

    private BackgroundProcess(int pid, int pidFd) => (Pid, _pidFd) = (pid, pidFd);

    private BackgroundProcess(Process process) => (Pid, _process) = (process.Id, process);

    /// <summary>Its process.</summary>
    public int Pid { get; }

    /// <summary>Starts this program with other arguments.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="outputFile">Where its output goes; emptied first.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static BackgroundProcess Start(IReadOnlyList<string> args, string outputFile)
    {
        string program = Environment.ProcessPath ?? throw new IOException("The path of this program is not known, so it cannot be started again.");

        // "dotnet spinner-host.dll" is this program too.
        string[] all = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0], .. args] : [.. args];
        using FileStream output = new(outputFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        return OperatingSystem.IsLinux() ? StartOnLinux(program, all, output) : new BackgroundProcess(Process.Start(new ProcessStartInfo(program, all))!);
    }

    /// <summary>How it ended; null while it lives.</summary>
    public ExitStatus? End()
    {
        if (_process is not null)
            return _process.HasExited ? ExitStatus.Exited(_process.ExitCode) : null;
        return ExitReader.TryRead(_pidFd, new ProcessIdentity(Pid, 0, Guid.Empty), out _);
    }

    /// <summary>Lets it go.</summary>
    public void Dispose()
    {
        Descriptors.Close(ref _pidFd);
        _process?.Dispose();
    }

    private static BackgroundProcess StartOnLinux(string program, IReadOnlyList<string> args, FileStream output)
    {
        Dictionary<string, string> env = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        int nothing = Descriptors.OpenNull();
        int target = (int)output.SafeFileHandle.DangerousGetHandle();
        int error = PosixSpawn.Run(new LaunchSpec(program, args, env, "/", ""), nothing, target, target, out int pid);
        Descriptors.Close(ref nothing);
        if (error != 0)
            throw new IOException($"{program} cannot be started again (error {error}).");
        return new BackgroundProcess(pid, LibC.OpenPidFd(pid));
    }
}
