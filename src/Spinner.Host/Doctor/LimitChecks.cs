using System.Globalization;

namespace Spinner.Host.Doctor;

/// <summary>How many children and watches the limits of this machine allow. Linux only: elsewhere there is nothing to read.</summary>
internal static class LimitChecks
{
    private const string Area = "limits";

    // A child has a pidfd and two pipes; its log files, probes and watches are a few more.
    private const int DescriptorsOfChild = 6;
    private const int FewChildren = 100;
    private const int FewWatches = 8192;

    public static IEnumerable<Finding> All()
    {
        if (!OperatingSystem.IsLinux())
            yield break;
        if (Limit("Max open files") is { } files)
        {
            yield return Of(files / DescriptorsOfChild >= FewChildren,
                $"{Text(files)} open files: room for some {Text(files / DescriptorsOfChild)} children.", "Raise the hard limit: ulimit -Hn, or LimitNOFILE of the unit.");
        }

        if (Limit("Max processes") is { } processes)
            yield return Of(processes >= 2 * FewChildren, $"{Text(processes)} processes.", "Raise it: ulimit -u, or TasksMax of the unit.");
        if (Number("/proc/sys/fs/inotify/max_user_watches") is { } watches)
            yield return Of(watches >= FewWatches, $"{Text(watches)} inotify watches, one for each watched folder.", "Raise fs.inotify.max_user_watches by sysctl; changes are noticed within 5 s without.");
        if (Number("/proc/sys/fs/inotify/max_user_instances") is { } instances)
            yield return Of(instances >= 16, $"{Text(instances)} inotify instances, of which Spinner uses one.", "Raise fs.inotify.max_user_instances by sysctl.");
    }

    private static Finding Of(bool isEnough, string text, string advice) =>
        isEnough ? new Finding(Area, Finding.Ok, text) : new Finding(Area, Finding.Warning, text) { Advice = advice };

    private static string Text(long number) => number == long.MaxValue ? "unlimited" : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The hard limit, which the runtime raises itself to.</summary>
    private static long? Limit(string name)
    {
        string? line = File.ReadLines("/proc/self/limits").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        string[] fields = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return fields.Length < 2 ? null : fields[1] == "unlimited" ? long.MaxValue : long.Parse(fields[1], CultureInfo.InvariantCulture);
    }

    private static long? Number(string file) =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out long number) ? number : null;
}
