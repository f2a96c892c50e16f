using System.Globalization;

namespace Spinner.Processes.Linux;

/// <summary>
/// The limit of open files that children get. The runtime raises our own soft limit to the hard one before Main, and children inherit that;
/// programs that close or select() on every possible descriptor suffer from it. The hard limit stays: a program may raise its own.
/// </summary>
internal static unsafe class FileLimit
{
    private const ulong Customary = 1024;

    /// <summary>
    /// The soft limit this process was started with. It cannot be asked for any more, but limits are inherited: it is what our parent has. The
    /// parent is no witness when it is init (a service manager raises its own limit and gives services another) or cannot be read; then a limit that
    /// was raised counts as the customary 1024.
    /// </summary>
    public static ulong AtStart()
    {
        LibC.ResourceLimit own = Own();
        int parent = ProcStat.TryRead(Environment.ProcessId, out ProcStat stat) ? stat.Parent : 0;
        ulong? inherited = parent > 1 ? SoftLimitOf(parent) : null;
        ulong soft = inherited ?? (own.Soft == own.Hard ? Customary : own.Soft);
        return Math.Min(soft, own.Hard);
    }

    /// <summary>Sets the soft limit of a process; it keeps its hard limit.</summary>
    public static void Set(int pid, ulong soft)
    {
        LibC.ResourceLimit limit = Own();
        if (limit.Soft == soft)
            return;
        limit.Soft = Math.Min(soft, limit.Hard);
        // Fails only for a process that is gone or has become another user; neither is ours to limit.
        _ = LibC.prlimit(pid, LibC.OpenFiles, &limit, null);
    }

    private static LibC.ResourceLimit Own()
    {
        LibC.ResourceLimit limit = default;
        _ = LibC.prlimit(0, LibC.OpenFiles, null, &limit);
        return limit;
    }

    private static ulong? SoftLimitOf(int pid)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{pid}/limits").FirstOrDefault(l => l.StartsWith("Max open files", StringComparison.Ordinal));
            string? soft = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return ulong.TryParse(soft, CultureInfo.InvariantCulture, out ulong value) ? value : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // The parent has just ended, or hides: the caller has a default.
        }
    }
}
