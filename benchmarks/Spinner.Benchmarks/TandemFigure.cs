using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Testing;

namespace Spinner.Benchmarks;

/// <summary>What updates in tandem cost who uses the child meanwhile: a steady load, once without updates and once with one after another.</summary>
internal static class TandemFigure
{
    private const int PerSecond = 200;

    private static readonly TimeSpan _tandemTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(2);

    public static async Task Measure(Table table, NativePrograms native, int updates)
    {
        await using BenchHost host = new();
        SpinnerClient client = new(host.Spinner);
        ChildSpec spec = new() { Name = "web", Command = native.Web, Tandem = true, TandemTime = _tandemTime };
        await host.Start(spec);
        SteadyLoad first = SteadyLoad.Start(client, "web", PerSecond);
        await Task.Delay(_warmUp, TimeProvider.System);
        await first.Stop();

        long began = TimeProvider.System.GetTimestamp();
        SteadyLoad load = SteadyLoad.Start(client, "web", PerSecond);
        for (int update = 0; update < updates; update++)
        {
            if (await client.RestartAsync("web") is not StartSucceeded)
                throw new InvalidOperationException($"Update {update + 1} has failed.");
        }

        TimeSpan time = TimeProvider.System.GetElapsedTime(began);
        IReadOnlyList<LoadedRequest> updated = await load.Stop();
        SteadyLoad quiet = SteadyLoad.Start(client, "web", PerSecond);
        await Task.Delay(time, TimeProvider.System);
        IReadOnlyList<LoadedRequest> left = await quiet.Stop();

        (Samples ours, int lost) = Of(updated);
        (Samples floor, int lostAnyway) = Of(left);
        table.Add($"requests during {updates} updates", "ms", ours, floor, "none lost", $"{lost} of {updated.Count} lost", lost == 0);
        table.Remark($"Tandem: {PerSecond} requests/s for {time.TotalSeconds:F0} s, {updates} updates in a row, tandem-time {_tandemTime.TotalSeconds} s: "
            + $"{lost} of {updated.Count} lost, p50 {Table.Number(ours.Median)} ms, p99 {Table.Number(ours.P99)} ms; "
            + $"the same without updates: {lostAnyway} of {left.Count} lost, p50 {Table.Number(floor.Median)} ms, p99 {Table.Number(floor.P99)} ms.");
    }

    private static (Samples Latencies, int Lost) Of(IReadOnlyList<LoadedRequest> requests)
    {
        Samples latencies = new();
        foreach (LoadedRequest request in requests)
        {
            latencies.Add(request.Latency.TotalMilliseconds);
        }

        return (latencies, requests.Count(request => request.Answer is null));
    }
}
