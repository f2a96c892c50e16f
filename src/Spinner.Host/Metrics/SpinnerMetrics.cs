using System.Diagnostics.Metrics;
using Spinner.Hosting;
using Spinner.Output;
using Spinner.Processes;
using Spinner.Protocol;
using Spinner.Supervision;

namespace Spinner.Host.Metrics;

/// <summary>
/// The meter <c>Spinner</c>. Its counts are kept by Spinner itself from the start on and are only looked at here, so that a host nobody measures pays
/// next to nothing, and who measures later has missed nothing.
/// </summary>
internal sealed class SpinnerMetrics : IDisposable
{
    public const string MeterName = "Spinner";

    private const string ChildTag = "child";

    private static readonly TimeSpan _fresh = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private static readonly double[] _seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Meter _meter = new(MeterName);
    private readonly SpinnerClient _spinner;
    private readonly UsageMeter _usage;
    private readonly TimeProvider _time;
    private readonly Histogram<double> _startTimes;
    private volatile Look? _look;
    private bool _listens;

    public SpinnerMetrics(SpinnerClient spinner, UsageMeter usage, TimeProvider time)
    {
        (_spinner, _usage, _time) = (spinner, usage, time);
        _startTimes = _meter.CreateHistogram(
            "spinner.child.start.duration", "s", "From the beginning of a run until it was ready", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = _seconds });
        _meter.CreateObservableUpDownCounter("spinner.children", States, "{child}", "Children by state");
        _meter.CreateObservableCounter("spinner.child.starts", () => Runs(counts => counts.Starts), "{start}", "Starts that became ready");
        _meter.CreateObservableCounter("spinner.child.restarts", () => Runs(counts => counts.Restarts), "{restart}", "Restarts that became ready");
        _meter.CreateObservableCounter("spinner.child.exits", Exits, "{exit}", "Processes of children that ended, by how they ended");
        _meter.CreateObservableCounter("spinner.child.cpu.time", () => Used(usage => usage.CpuTime.TotalSeconds), "s", "Processor time of a child's living processes");
        _meter.CreateObservableUpDownCounter("spinner.child.memory", () => Used(usage => usage.ResidentBytes), "By", "Resident memory of a child's processes");
        _meter.CreateObservableUpDownCounter("spinner.child.processes", () => Used(usage => usage.Processes), "{process}", "Processes of a child");
        _meter.CreateObservableCounter("spinner.child.output", () => Printed(count => count.Bytes), "By", "What a child has printed");
        _meter.CreateObservableCounter(
            "spinner.child.output.dropped", () => Printed(count => count.DroppedLines), "{line}", "Lines that followers were too slow for");
        _meter.CreateObservableUpDownCounter("spinner.ports.used", () => Fresh().Ports, "{port}", "TCP ports leased to children");
    }

    /// <summary>Looks at everything now; what is asked for within the next second is answered from it.</summary>
    public async Task RefreshAsync(CancellationToken cancel = default)
    {
        SpinnerServices services = await _spinner.ServicesAsync(cancel).ConfigureAwait(false);
        _look = new Look(
            _time.GetTimestamp(),
            services,
            (await _spinner.PresentAsync(cancel).ConfigureAwait(false)).Children,
            await _usage.AnewAsync().WaitAsync(cancel).ConfigureAwait(false),
            services.Output.Counts(),
            await _spinner.PortsInUseAsync(cancel).ConfigureAwait(false));
        if (!Interlocked.Exchange(ref _listens, true))
            services.Figures.Listen((name, time) => _startTimes.Record(time.TotalSeconds, Tag(name)));
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Only the thread of an exporter that sends by itself finds an old one, and may wait.</summary>
    private Look Fresh()
    {
        if (_look is not { } look || _time.GetElapsedTime(look.At) > _fresh)
        {
            using CancellationTokenSource limit = new(_patience, _time);
            try
            {
                RefreshAsync(limit.Token).GetAwaiter().GetResult();
            }
            catch (Exception failure) when (_look is not null && failure is (InvalidOperationException or OperationCanceledException))
            {
                // Spinner has ended, and the exporter sends for the last time: what was known last.
            }
        }

        return _look!;
    }

    private IEnumerable<Measurement<long>> States() => Enum.GetValues<ChildState>().Select(state => new Measurement<long>(
        Fresh().Children.Count(child => child.State == state), new KeyValuePair<string, object?>("state", state.ToWire())));

    private IEnumerable<Measurement<long>> Runs(Func<RunFigures.OfChild, long> count) =>
        Fresh().Services.Figures.Children.Select(child => new Measurement<long>(count(child.Counts), Tag(child.Name)));

    private IEnumerable<Measurement<long>> Exits() =>
        from child in Fresh().Services.Figures.Children
        from exit in child.Counts.Exits
        select new Measurement<long>(exit.Value, Tag(child.Name), new("kind", KindOf(exit.Key)), new("reason", ReasonOf(exit.Key)));

    private IEnumerable<Measurement<T>> Used<T>(Func<GroupUsage, T> part)
        where T : struct => Fresh().Usage.Select(used => new Measurement<T>(part(used.Value), Tag(used.Key)));

    private IEnumerable<Measurement<long>> Printed(Func<OutputCount, long> part) =>
        Fresh().Output.Select(count => new Measurement<long>(part(count), Tag(count.Child)));

    private static KeyValuePair<string, object?> Tag(ChildName name) => new(ChildTag, name.Value);

    private static string KindOf(ExitStatus exit) => exit.Code is not null ? "code" : exit.Signal is not null ? "signal" : "unknown";

    private static string ReasonOf(ExitStatus exit) =>
        exit.Code?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? exit.Signal ?? "unknown";

    private sealed record Look(
        long At,
        SpinnerServices Services,
        IReadOnlyList<ChildPresent> Children,
        IReadOnlyDictionary<ChildName, GroupUsage> Usage,
        IReadOnlyList<OutputCount> Output,
        int Ports);
}
