using System.Globalization;

namespace Spinner.Processes.Linux;

/// <summary>The host that wrote a run file.</summary>
/// <param name="Identity">Its process.</param>
/// <param name="MarkerPrefix">What the markers of all its runs begin with.</param>
internal sealed record RunFileHost(ProcessIdentity Identity, string MarkerPrefix);

/// <summary>A process group of that host.</summary>
/// <param name="Pid">Its leader, which gives it its number.</param>
/// <param name="StartTicks">The start of the leader, which proves that it is still the same.</param>
/// <param name="Child">The child's name.</param>
internal sealed record RunFileEntry(int Pid, ulong StartTicks, string Child);

/// <summary>What a run file says.</summary>
/// <param name="Host">Who wrote it.</param>
/// <param name="Entries">The groups that were there when it was written last.</param>
/// <param name="IsWhole">False: there are lines that mean nothing, the last one apart, which a kill may have torn.</param>
internal sealed record RunFileContent(RunFileHost Host, IReadOnlyList<RunFileEntry> Entries, bool IsWhole);

/// <summary>
/// The lines of a run file. The first is <c>spinner-runs 1 &lt;boot id&gt; &lt;marker prefix&gt; &lt;pid&gt; &lt;start ticks&gt;</c>, the others are
/// <c>add &lt;pid&gt; &lt;start ticks&gt; &lt;child, percent-encoded&gt;</c> and <c>del &lt;pid&gt;</c>.
/// </summary>
internal static class RunFileText
{
    private const string Magic = "spinner-runs";
    private const string Version = "1";

    // The kernel's 0 and 1 are nobody whom a child could be, and kill() gives -1 and -0 another meaning.
    private const int LowestPid = 2;

    public static string Header(RunFileHost host) => FormattableString.Invariant(
        $"{Magic} {Version} {host.Identity.BootId} {host.MarkerPrefix} {host.Identity.Pid} {host.Identity.StartTicks}\n");

    public static string Add(RunFileEntry entry) =>
        FormattableString.Invariant($"add {entry.Pid} {entry.StartTicks} {Uri.EscapeDataString(entry.Child)}\n");

    public static string Remove(int pid) => FormattableString.Invariant($"del {pid}\n");

    /// <summary>Reads a file; null when its first line is none of ours.</summary>
    public static RunFileContent? Parse(string text)
    {
        // What follows the last line end is a line that was not finished.
        string[] lines = text.Split('\n')[..^1];
        if (lines.Length == 0 || ParseHeader(lines[0].Split(' ')) is not { } host)
            return null;
        OrderedDictionary<int, RunFileEntry> entries = [];
        bool isWhole = true;
        for (int i = 1; i < lines.Length; i++)
            isWhole &= Apply(lines[i].Split(' '), entries) || i == lines.Length - 1;
        return new RunFileContent(host, [.. entries.Values], isWhole);
    }

    private static RunFileHost? ParseHeader(string[] words) =>
        words is [Magic, Version, var boot, var prefix, var pidText, var ticksText]
        && Guid.TryParse(boot, out Guid bootId)
        && RunMarker.IsHostPrefix(prefix)
        && TryPid(pidText, 1, out int pid)
        && TryTicks(ticksText, out ulong ticks)
            ? new RunFileHost(new ProcessIdentity(pid, ticks, bootId), prefix)
            : null;

    private static bool Apply(string[] words, OrderedDictionary<int, RunFileEntry> entries)
    {
        switch (words)
        {
            case ["add", var pidText, var ticksText, var child] when TryPid(pidText, LowestPid, out int pid) && TryTicks(ticksText, out ulong ticks):
                entries[pid] = new RunFileEntry(pid, ticks, Uri.UnescapeDataString(child));
                return true;
            case ["del", var pidText] when TryPid(pidText, LowestPid, out int pid):
                entries.Remove(pid);
                return true;
            default:
                return false;
        }
    }

    private static bool TryPid(string text, int lowest, out int pid) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out pid) && pid >= lowest;

    private static bool TryTicks(string text, out ulong ticks) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ticks) && ticks > 0;
}
