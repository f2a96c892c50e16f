using System.Globalization;
using System.IO.Enumeration;
using System.Text;

namespace Spinner.Processes.Linux;

/// <summary>
/// One pass over the process table. It is no snapshot: a process may start and end behind the reader's back, so a pass tells whether it can be
/// trusted to have missed nothing.
/// </summary>
internal sealed class ProcessScan
{
    private static readonly byte[] _variable = Encoding.ASCII.GetBytes(RunMarker.Variable + "=");

    private readonly List<ProcStat> _all = [];
    private readonly Dictionary<string, List<ProcStat>> _carriers = new(StringComparer.Ordinal);

    private ProcessScan()
    {
    }

    /// <summary>True when a process ended between being listed and being read; it may have left a child unseen.</summary>
    public bool SomeVanished { get; private set; }

    /// <summary>False when something could not be read though it was there (no descriptors left, say): such a pass proves nothing to be gone.</summary>
    public bool IsReliable { get; private set; } = true;

    /// <summary>Everything that was there, zombies included.</summary>
    public IReadOnlyList<ProcStat> All => _all;

    /// <summary>Reads the process table.</summary>
    /// <param name="markersSince">Read the markers of processes started at or after this tick; null: of none.</param>
    /// <param name="strangers">Processes known to carry no marker of ours; added to.</param>
    /// <param name="hostPrefix">What our markers begin with.</param>
    public static ProcessScan Take(ulong? markersSince, HashSet<(int Pid, ulong Start)> strangers, string hostPrefix)
    {
        ProcessScan scan = new();
        foreach (int pid in Pids())
        {
            if (!ProcStat.TryRead(pid, out ProcStat stat))
            {
                scan.IsReliable &= LibC.Errno is not (LibC.EMFILE or LibC.ENFILE or LibC.ENOMEM);
                scan.SomeVanished = true;
                continue;
            }

            scan._all.Add(stat);
            if (markersSince is { } since && stat.StartTicks >= since && stat.IsAlive && !strangers.Contains((pid, stat.StartTicks)))
                scan.NoteMarker(stat, strangers, hostPrefix);
        }

        return scan;
    }

    /// <summary>The living processes that carry this marker.</summary>
    public IReadOnlyList<ProcStat> CarriersOf(string marker) => _carriers.TryGetValue(marker, out List<ProcStat>? found) ? found : [];

    /// <summary>The living processes that carry any marker of ours.</summary>
    public IEnumerable<(ProcStat Process, string Marker)> Carriers() =>
        _carriers.SelectMany(pair => pair.Value.Select(stat => (stat, pair.Key)));

    /// <summary>The run's marker in the environment a process was started with; null when it has none or may not be read.</summary>
    public static string? MarkerOf(int pid)
    {
        byte[] environment = System.Buffers.ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int length = ProcFile.Read(pid, "environ"u8, environment);
            while (length == environment.Length)
            {
                int larger = environment.Length * 4;
                System.Buffers.ArrayPool<byte>.Shared.Return(environment);
                environment = System.Buffers.ArrayPool<byte>.Shared.Rent(larger);
                length = ProcFile.Read(pid, "environ"u8, environment);
            }

            return length > 0 ? FindMarker(environment.AsSpan(0, length)) : null;
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(environment);
        }
    }

    private static string? FindMarker(ReadOnlySpan<byte> environment)
    {
        for (int from = 0; from < environment.Length;)
        {
            int at = environment[from..].IndexOf(_variable);
            if (at < 0)
                return null;
            at += from;
            ReadOnlySpan<byte> value = environment[(at + _variable.Length)..];
            int end = value.IndexOf((byte)0);
            if (at == 0 || environment[at - 1] == 0)
                return Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
            from = at + 1;
        }

        return null;
    }

    private void NoteMarker(ProcStat stat, HashSet<(int Pid, ulong Start)> strangers, string hostPrefix)
    {
        string? marker = MarkerOf(stat.Pid);
        if (marker == null || !marker.StartsWith(hostPrefix, StringComparison.Ordinal))
        {
            strangers.Add((stat.Pid, stat.StartTicks));
            return;
        }

        if (!_carriers.TryGetValue(marker, out List<ProcStat>? carriers))
            _carriers[marker] = carriers = [];
        carriers.Add(stat);
    }

    private static FileSystemEnumerable<int> Pids() => new(
        "/proc",
        (ref FileSystemEntry entry) => int.Parse(entry.FileName, CultureInfo.InvariantCulture),
        new EnumerationOptions { IgnoreInaccessible = true, AttributesToSkip = 0 })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.FileName[0] is >= '1' and <= '9',
    };
}
