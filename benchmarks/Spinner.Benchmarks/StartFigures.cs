using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using Spinner.Processes.Linux;
using Spinner.Protocol;

namespace Spinner.Benchmarks;

/// <summary>From StartChild to StartSucceeded, and from kill -9 to listening again; each round beside a bare spawn in C.</summary>
internal static class StartFigures
{
    private const int WarmUp = 100;

    public static async Task Measure(Table table, NativePrograms native, int rounds)
    {
        await using BenchHost host = new();
        using Floor floor = new(native);
        using EventListener events = new(host.System);
        int port = FreePort();
        Dictionary<string, Samples> journey = new(StringComparer.Ordinal);
        Samples first = new(), again = new(), listen = new(), rest = new(), accepted = new(), listened = new(), restart = new();

        for (int round = -WarmUp; round < rounds; round++)
        {
            if (round == 0)
            {
                // The compiler works in the background, a moment after the last new method.
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            }

            ChildSpec spec = new()
            {
                Name = $"server {round}",
                Command = native.Server,
                Args = [native.Stamps],
                RestartTolerance = TimeSpan.Zero,
            };
            (double bareAccepted, double bareListened) = await floor.Round(port);
            (double ours, StartSucceeded started) = await Timed(host, spec);
            double untilListening = await Restarted(host, events, native, started);
            await host.Stop(spec.Name);
            (double oursAgain, _) = await Timed(host, spec);
            await host.Stop(spec.Name);
            if (round < 0)
            {
                continue;
            }

            first.Add(ours);
            again.Add(oursAgain);
            accepted.Add(bareAccepted);
            listened.Add(bareListened);
            restart.Add(untilListening);
            foreach (JourneyStep step in started.Journey)
            {
                journey.TryAdd(step.Step, new Samples());
                journey[step.Step].Add(step.Elapsed.TotalMilliseconds);
            }

            rest.Add(ours - started.Journey.Sum(step => step.Elapsed.TotalMilliseconds));
        }

        double more = first.Median - accepted.Median;
        double moreAgain = again.Median - accepted.Median;
        double times = restart.Median / listened.Median;
        table.Add("start, new child", "ms", first, accepted, "at most 2 ms more", $"{Table.Number(more)} ms more", more <= 2);
        table.Add("start, known child", "ms", again, accepted, "at most 2 ms more", $"{Table.Number(moreAgain)} ms more", moreAgain <= 2);
        table.Add("kill -9 to listening", "ms", restart, listened, "at most 2x", $"{Table.Number(times)}x", times <= 2);
        table.Remark($"The bare server itself listens {Table.Number(listened.Median)} ms after its spawn when nobody connects to it meanwhile (the floor of the restart).");
        string steps = string.Join(", ", journey.Select(step => $"{step.Key} {Table.Number(step.Value.Median)}"));
        table.Remark($"Where the start of a new child went (medians, ms): {steps}, outside of these (Ask, plan, actor, answer) {Table.Number(rest.Median)}.");
    }

    private static async Task<(double Milliseconds, StartSucceeded Answer)> Timed(BenchHost host, ChildSpec spec)
    {
        long began = Stopwatch.GetTimestamp();
        StartSucceeded answer = await host.Start(spec);
        return (Stopwatch.GetElapsedTime(began).TotalMilliseconds, answer);
    }

    /// <summary>Kills the child, and answers the milliseconds until the next run listened, by that run's own word.</summary>
    private static async Task<double> Restarted(BenchHost host, EventListener events, NativePrograms native, StartSucceeded started)
    {
        File.Delete(native.Stamps);
        Task<ChildRestarted> restarted = events.Next(started.Name);

        // Stopwatch is CLOCK_MONOTONIC, in nanoseconds, as is the stamp.
        long began = Stopwatch.GetTimestamp();
        _ = LibC.kill(started.Pid, Signals.Kill);
        await restarted.WaitAsync(TimeSpan.FromSeconds(30));
        string stamp = "";
        while (!stamp.EndsWith('\n'))
        {
            // The server listens before it writes: the event may be a moment early.
            stamp = File.Exists(native.Stamps) ? await File.ReadAllTextAsync(native.Stamps) : "";
        }

        return (long.Parse(stamp, CultureInfo.InvariantCulture) - began) / 1e6;
    }

    private static int FreePort()
    {
        int[] taken = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port)];
        return Enumerable.Range(6900, 100).First(port => !taken.Contains(port));
    }
}
