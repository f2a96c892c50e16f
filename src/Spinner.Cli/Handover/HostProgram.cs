using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Spinner.Cli.Handover;

/// <summary>The program <c>spinner-host</c> beside this one.</summary>
internal static partial class HostProgram
{
    private const string Name = "spinner-host";

    /// <summary>
    /// Becomes the host, where a process can become another program: it then has our process id, our terminal and our caller, and signals and the
    /// exit code need nobody between. Elsewhere it is started and waited for.
    /// </summary>
    /// <returns>The exit code, where it returns at all.</returns>
    public static int Become(IReadOnlyList<string> args)
    {
        string[]? command = Find(AppContext.BaseDirectory);
        if (command is null)
        {
            Console.Error.WriteLine($"error: this needs the program {Name}, and it is not in {AppContext.BaseDirectory}. Copy the whole published folder, not {Path.GetFileName(Environment.ProcessPath)} alone.");
            return ExitCodes.Failure;
        }

        string[] line = [.. command, .. args];
        return OperatingSystem.IsWindows() ? Start(line) : Exec(line);
    }

    private static string[]? Find(string folder)
    {
        string program = Path.Combine(folder, OperatingSystem.IsWindows() ? $"{Name}.exe" : Name);
        string library = Path.Combine(folder, $"{Name}.dll");
        return File.Exists(program) ? [program] : File.Exists(library) ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", library] : null;
    }

    private static int Start(string[] line)
    {
        using Process host = Process.Start(new ProcessStartInfo(line[0], line.Skip(1)))!;
        // It shares the console and is told of Ctrl-C itself; we only have to outlive it.
        Console.CancelKeyPress += (_, press) => press.Cancel = true;
        host.WaitForExit();
        return host.ExitCode;
    }

    private static int Exec(string[] line)
    {
        nint[] words = [.. line.Select(Marshal.StringToCoTaskMemUTF8), 0];
        _ = ExecVp(words[0], words);
        Console.Error.WriteLine($"error: {line[0]} cannot be executed: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        return ExitCodes.Failure;
    }

    [LibraryImport("libc", EntryPoint = "execvp", SetLastError = true)]
    private static partial int ExecVp(nint file, [In] nint[] words);
}
