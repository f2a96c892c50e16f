using System.Runtime.InteropServices;
using System.Text;

namespace Spinner.Processes.Linux;

/// <summary>
/// posix_spawn answers one error number, whatever failed in the child: changing the folder, opening the program or its interpreter. This looks
/// at what is on disk to say which it was.
/// </summary>
internal static unsafe class SpawnErrors
{
    private const int MaxShebang = 256;
    private const int Execute = 1;

    /// <summary>The failure, in one sentence.</summary>
    public static SpawnFailure Explain(int error, LaunchSpec spec) => new(Sentence(error, spec.File, spec.WorkingDirectory), error);

    /// <summary>
    /// The error number with which an exec of the program would fail, as far as that shows before; 0 for none. For programs that a shell is to
    /// exec, whose failure nobody hears of in time.
    /// </summary>
    public static int Foresee(LaunchSpec spec)
    {
        if (!Path.Exists(spec.File))
            return LibC.ENOENT;
        if (Directory.Exists(spec.File) || !MayExecute(spec.File))
            return LibC.EACCES;
        string? interpreter = InterpreterOf(spec.File);
        if (interpreter is null)
            return 0;
        // A relative one is looked for in the working directory.
        interpreter = Path.Combine(spec.WorkingDirectory, interpreter);
        return !File.Exists(interpreter) ? LibC.ENOENT : MayExecute(interpreter) ? 0 : LibC.EACCES;
    }

    private static string Sentence(int error, string file, string folder) => error switch
    {
        LibC.E2BIG => $"The arguments and environment of {file} are longer than the system allows.",
        LibC.EMFILE => $"{file} cannot be started: the supervisor has too many open files (see ulimit -n).",
        LibC.ENFILE => $"{file} cannot be started: the system has too many open files.",
        LibC.EAGAIN => $"{file} cannot be started: no more processes are allowed (see ulimit -u, or the container's limit of pids).",
        LibC.ENOMEM => $"{file} cannot be started: the system is out of memory.",
        LibC.EBADF => $"{file} cannot be started: the listening socket it was to be handed is closed.",
        LibC.ENOTSUP => $"{file} cannot be handed a listening socket: this system has no /bin/sh.",
        LibC.ETXTBSY => $"The program {file} is still open for writing.",
        _ => OfFolder(folder) ?? OfProgram(error, file) ?? $"{file} cannot be started: {Marshal.GetPInvokeErrorMessage(error)}.",
    };

    private static string? OfFolder(string folder)
    {
        if (!Path.Exists(folder))
            return $"The working directory {folder} does not exist.";
        if (!Directory.Exists(folder))
            return $"The working directory {folder} is not a folder.";
        return MayExecute(folder) ? null : $"The working directory {folder} may not be entered.";
    }

    private static string? OfProgram(int error, string file)
    {
        if (!Path.Exists(file))
            return $"The program {file} does not exist.";
        if (Directory.Exists(file))
            return $"The program {file} is a folder.";
        if (!MayExecute(file))
            return $"The program {file} is not executable.";
        string? interpreter = InterpreterOf(file);
        return error switch
        {
            LibC.ENOEXEC => $"The program {file} has neither a #! line nor a binary format that runs here (exec format error).",
            LibC.ENOENT when interpreter != null => $"The interpreter {interpreter}, named in the first line of {file}, does not exist.",
            LibC.ENOENT => $"The program {file} needs a loader that does not exist here; it was built for another system.",
            LibC.EACCES when interpreter != null => $"The interpreter {interpreter}, named in the first line of {file}, is not executable.",
            LibC.EACCES => $"The program {file} may not be executed (a mount without exec, or a security policy).",
            _ => null,
        };
    }

    private static bool MayExecute(string path)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(path + '\0'))
            return LibC.access(text, Execute) == 0;
    }

    private static string? InterpreterOf(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            Span<byte> start = stackalloc byte[MaxShebang];
            start = start[..stream.ReadAtLeast(start, MaxShebang, throwOnEndOfStream: false)];
            if (!start.StartsWith("#!"u8))
                return null;
            int end = start.IndexOf((byte)'\n');
            string line = Encoding.UTF8.GetString(end < 0 ? start[2..] : start[2..end]).TrimEnd('\r');
            // A carriage return is part of the name for the kernel, and the usual reason why it finds nothing.
            string name = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "(none)";
            return start[..Math.Max(end, 0)].EndsWith("\r"u8) ? $"{name} with a carriage return (Windows line ends)" : name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // Executable but not readable: the sentence then names the program only.
        }
    }
}
