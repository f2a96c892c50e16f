using System.Diagnostics;
using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Benchmarks;

/// <summary>How often a second a child that runs can be asked for, beside an actor that forwards to one that echoes.</summary>
internal static class AskFigures
{
    private const int WarmUp = 5;
    private const int OneByOne = 20_000;
    private const int InFlight = 256;
    private const int EachInFlight = 400;

    public static async Task Measure(Table table, NativePrograms? native, int rounds)
    {
        await using BenchHost host = new();
        ChildSpec spec = native is null
            ? new() { Name = "server", Command = "python3", Args = ["-m", "http.server", "--bind", "127.0.0.1", "{port}"] }
            : new() { Name = "server", Command = native.Server };
        StartSucceeded started = await host.Start(spec);
        IActorRef echo = host.System.ActorOf(Props.Create(() => new Echo(started)));
        IActorRef forward = host.System.ActorOf(Props.Create(() => new Forward(echo)));
        (string Name, Func<StartChild> Ask)[] forms =
        [
            ("the spec it has", () => new StartChild(spec)),
            ("an equal spec", () => new StartChild(spec with { })),
        ];
        foreach ((string name, Func<StartChild> ask) in forms)
        {
            Samples single = new(), bareSingle = new(), many = new(), bareMany = new();
            for (int round = -WarmUp; round < rounds; round++)
            {
                double[] rates =
                [
                    await Rate(1, OneByOne, host.Spinner, ask),
                    await Rate(1, OneByOne, forward, ask),
                    await Rate(InFlight, EachInFlight, host.Spinner, ask),
                    await Rate(InFlight, EachInFlight, forward, ask),
                ];
                if (round >= 0)
                {
                    single.Add(rates[0]);
                    bareSingle.Add(rates[1]);
                    many.Add(rates[2]);
                    bareMany.Add(rates[3]);
                }
            }

            AddRow(table, $"asks, one by one, {name}", single, bareSingle, 0);
            AddRow(table, $"asks, {InFlight} in flight, {name}", many, bareMany, 100_000);
        }

        table.Remark("Rates are asks a second: p95 is then the better end, min the worse one.");
    }

    private static void AddRow(Table table, string figure, Samples ours, Samples bare, double least)
    {
        double share = ours.Median / bare.Median;
        string goal = least > 0 ? $"at least 0.6x and {Table.Number(least)}/s" : "at least 0.6x";
        table.Add(figure, "1/s", ours, bare, goal, $"{Table.Number(share)}x", share >= 0.6 && ours.Median >= least);
    }

    private static async Task<double> Rate(int askers, int each, IActorRef target, Func<StartChild> ask)
    {
        long began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, askers).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < each; i++)
            {
                await target.Ask<StartResult>(ask());
            }
        })));
        return askers * each / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private sealed class Forward(IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message) => target.Forward(message);
    }

    private sealed class Echo(StartSucceeded answer) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(answer);
    }
}
