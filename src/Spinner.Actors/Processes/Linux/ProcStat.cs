using System.Buffers.Text;
using System.Text;

namespace Spinner.Processes.Linux;

/// <summary>One line of /proc/pid/stat, as far as it matters here.</summary>
/// <param name="Pid">The process.</param>
/// <param name="State">Its state letter; Z is a zombie.</param>
/// <param name="Parent">Its parent.</param>
/// <param name="Group">Its process group.</param>
/// <param name="Threads">How many threads it has, a dead first thread included.</param>
/// <param name="CpuTicks">The processor time it has used, in its own code and in the kernel, in clock ticks.</param>
/// <param name="ResidentPages">The pages it has in memory, shared ones included.</param>
/// <param name="StartTicks">Its start, in clock ticks since boot; pid and start together never repeat within a boot.</param>
/// <param name="WaitStatus">How it ended, as wait() encodes it; only a zombie's means anything.</param>
internal readonly record struct ProcStat(
    int Pid, char State, int Parent, int Group, int Threads, long CpuTicks, long ResidentPages, ulong StartTicks, int WaitStatus)
{
    private const int MaxLength = 1024;

    /// <summary>True unless all of it has ended. A process whose first thread has ended looks like a zombie while others run.</summary>
    public bool IsAlive => State is not ('Z' or 'X' or 'x') || Threads > 1;

    /// <summary>Reads a process; false when there is none.</summary>
    public static bool TryRead(int pid, out ProcStat stat)
    {
        Span<byte> line = stackalloc byte[MaxLength];
        int length = ProcFile.Read(pid, "stat"u8, line);
        stat = default;
        return length > 0 && TryParse(pid, line[..length], out stat);
    }

    /// <summary>Takes the line apart. The name, field 2, may hold spaces and parentheses: the last parenthesis ends it.</summary>
    public static bool TryParse(int pid, ReadOnlySpan<byte> line, out ProcStat stat)
    {
        stat = default;
        int nameEnd = line.LastIndexOf((byte)')');
        if (nameEnd < 0 || nameEnd + 3 >= line.Length)
            return false;

        Span<long> fields = stackalloc long[53];
        ReadOnlySpan<byte> rest = line[(nameEnd + 4)..];
        for (int field = 4; field < fields.Length && !rest.IsEmpty; field++)
        {
            rest = rest.TrimStart((byte)' ');
            // A limit of memory, unlimited, exceeds a long: nothing that is read here, so its digits are skipped.
            if (!Utf8Parser.TryParse(rest, out fields[field], out int used))
                used = Math.Max(0, rest.IndexOf((byte)' '));
            rest = rest[used..];
        }

        stat = new ProcStat(
            pid,
            (char)line[nameEnd + 2],
            Parent: (int)fields[4],
            Group: (int)fields[5],
            Threads: (int)fields[20],
            CpuTicks: fields[14] + fields[15],
            ResidentPages: fields[24],
            StartTicks: (ulong)fields[22],
            WaitStatus: (int)fields[52]);
        return stat.StartTicks > 0 || fields[4] > 0;
    }
}

/// <summary>Files of /proc/pid, read without garbage.</summary>
internal static unsafe class ProcFile
{
    private const int CloseOnExec = 0x80000;

    /// <summary>Reads a file until the buffer is full; negative when there is no such process or no permission.</summary>
    public static int Read(int pid, ReadOnlySpan<byte> file, Span<byte> buffer)
    {
        int fd = Open(pid, file);
        if (fd < 0)
            return -1;
        int total = 0;
        int count;
        do
        {
            count = Descriptors.Read(fd, buffer[total..]);
            total += Math.Max(0, count);
        }
        while (count > 0 && total < buffer.Length);
        Descriptors.Close(ref fd);
        return count < 0 && total == 0 ? -1 : total;
    }

    private static int Open(int pid, ReadOnlySpan<byte> file)
    {
        Span<byte> path = stackalloc byte[64];
        Encoding.ASCII.TryGetBytes("/proc/", path, out int length);
        Utf8Formatter.TryFormat(pid, path[length..], out int digits);
        length += digits;
        path[length++] = (byte)'/';
        file.CopyTo(path[length..]);
        path[length + file.Length] = 0;
        fixed (byte* start = path)
            return LibC.open(start, CloseOnExec);
    }
}
