using System.Globalization;
using Akka.Actor;
using Spinner.Benchmarks;

// Figures to measure (none: all), and a number: how many rounds instead of 20.
string[] known = ["footprint", "start", "capture", "tandem", "asks", "host"];
int rounds = args.Select(arg => int.TryParse(arg, CultureInfo.InvariantCulture, out int number) ? number : 0).FirstOrDefault(number => number > 0, 20);
string[] wanted = [.. args.Intersect(known)];
if (args.Except(known).Any(arg => !int.TryParse(arg, CultureInfo.InvariantCulture, out _)))
{
    Console.WriteLine($"Which figures? Any of: {string.Join(' ', known)}. None means all. And a number of rounds.");
    return 0;
}

wanted = wanted.Length == 0 ? known : wanted;
using NativePrograms? native = NativePrograms.Build();
Table table = new();

// The footprint first: it is that of a process in which nothing else has happened.
if (native is not null)
{
    await Measure("footprint", () => FootprintFigure.Measure(table, native));
    await Measure("start", () => StartFigures.Measure(table, native, rounds));
    await Measure("capture", () => CaptureFigure.Measure(table, native, Math.Min(rounds, 10)));
    await Measure("tandem", () => TandemFigure.Measure(table, native, rounds));
}

await Measure("asks", () => AskFigures.Measure(table, native, rounds));
await Measure("host", () => HostFigure.Measure(table, rounds));
table.Print();

// A goal that is missed is told, not punished: the machine may be busy.
return 0;

async Task Measure(string figure, Func<Task> measure)
{
    if (!wanted.Contains(figure))
    {
        return;
    }

    try
    {
        await measure();
    }
    catch (Exception failure) when (failure is InvalidOperationException or AkkaException or TimeoutException or IOException)
    {
        // A start that failed or never answered: the other figures may still be had.
        Console.WriteLine($"{figure} could not be measured: {failure.Message}");
    }
}
