using System.Diagnostics;
using System.Globalization;
using Spinner.Protocol;

namespace Spinner.Benchmarks;

/// <summary>What 500 children cost the process that supervises them.</summary>
internal static class FootprintFigure
{
    private const int Children = 500;
    private const int AtOnce = 20;
    private const double Megabyte = 1024;

    public static async Task Measure(Table table, NativePrograms native)
    {
        await using BenchHost host = new();

        // One child comes and goes, so that the empty host has run its code once.
        long began = Stopwatch.GetTimestamp();
        await host.Start(Spec(native, 0));
        TimeSpan cold = Stopwatch.GetElapsedTime(began);
        await host.Stop("child 0");
        Reading empty = await Settled();
        (began, TimeSpan cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (int first = 1; first <= Children; first += AtOnce)
        {
            await Task.WhenAll(Enumerable.Range(first, AtOnce).Select(number => host.Start(Spec(native, number))));
        }

        (TimeSpan took, cpu) = (Stopwatch.GetElapsedTime(began), Environment.CpuUsage.TotalTime - cpu);
        Reading full = await Settled();
        Samples rss = Of(full.Rss - empty.Rss), pss = Of(full.Pss - empty.Pss), threads = Of(full.Threads - empty.Threads);
        table.Add($"{Children} children: RSS", "MB", rss, null, "at most 60 MB", $"{Table.Number(rss.Median)} MB more", rss.Median <= 60);
        table.Add($"{Children} children: PSS", "MB", pss, null, "at most 60 MB", $"{Table.Number(pss.Median)} MB more", pss.Median <= 60);
        table.Add($"{Children} children: threads", "", threads, null, "none per child", $"{threads.Median} more", threads.Median < Children / 10);
        table.Remark($"The very first start of the process, its code not yet compiled, took {Table.Number(cold.TotalMilliseconds)} ms. "
            + $"{Children} starts, {AtOnce} at once, took {Table.Number(took.TotalMilliseconds / Children)} ms each, and {Table.Number(cpu.TotalMilliseconds / Children)} ms of the host's CPU.");
        table.Remark($"The host: empty {empty}; with {Children} children {full}. Measured once, as it stands (no collection was forced).");
    }

    private static ChildSpec Spec(NativePrograms native, int number) => new() { Name = $"child {number}", Command = native.Server };

    private static Samples Of(double value)
    {
        Samples one = new();
        one.Add(value);
        return one;
    }

    private static async Task<Reading> Settled()
    {
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        string[] memory = File.ReadAllLines("/proc/self/smaps_rollup");
        string[] status = File.ReadAllLines("/proc/self/status");
        return new Reading(Value(memory, "Rss:") / Megabyte, Value(memory, "Pss:") / Megabyte, (int)Value(status, "Threads:"));
    }

    private static double Value(string[] lines, string key) => double.Parse(
        lines.First(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..].Replace("kB", "", StringComparison.Ordinal),
        CultureInfo.InvariantCulture);

    private sealed record Reading(double Rss, double Pss, int Threads)
    {
        public override string ToString() => $"{Table.Number(Rss)} MB RSS, {Table.Number(Pss)} MB PSS, {Threads} threads";
    }
}
