using Spinner.Hosting;
using Spinner.Processes;
using Spinner.Protocol;
using Spinner.Supervision;

namespace Spinner.Host.Metrics;

/// <summary>What all children use: one pass over the process table for all who ask within half a second, on a thread of the pool.</summary>
internal sealed class UsageMeter(SpinnerClient spinner, TimeProvider time)
{
    private static readonly TimeSpan _fresh = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private Task<IReadOnlyDictionary<ChildName, GroupUsage>>? _last;
    private long _begun;

    /// <summary>A look of its own, for whoever asks seldom and wants to miss no child.</summary>
    public Task<IReadOnlyDictionary<ChildName, GroupUsage>> AnewAsync() => Task.Run(Measure);

    public Task<IReadOnlyDictionary<ChildName, GroupUsage>> NowAsync()
    {
        lock (_gate)
        {
            if (_last is null || _last.IsFaulted || time.GetElapsedTime(_begun) > _fresh)
                (_last, _begun) = (Task.Run(Measure), time.GetTimestamp());
            return _last;
        }
    }

    private async Task<IReadOnlyDictionary<ChildName, GroupUsage>> Measure()
    {
        SpinnerServices services = await spinner.ServicesAsync().ConfigureAwait(false);
        KeyValuePair<ChildName, ProcessIdentity>[] leaders = [.. await spinner.ProcessesAsync().ConfigureAwait(false)];
        IReadOnlyList<GroupUsage?> usage = services.Meter.MeasureNow([.. leaders.Select(pair => pair.Value)]);
        return leaders.Select((pair, i) => (pair.Key, Usage: usage[i]))
            .Where(pair => pair.Usage is not null)
            .ToDictionary(pair => pair.Key, pair => pair.Usage!);
    }
}
