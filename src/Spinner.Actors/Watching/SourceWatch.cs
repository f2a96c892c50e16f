namespace Spinner.Watching;

/// <summary>One watch: its sources, and what of them it has told.</summary>
internal sealed class SourceWatch : IDisposable
{
    private readonly SourceRegistry _registry;
    private readonly Action<string?> _armed;
    private readonly Action<string> _changed;
    private readonly Action<Exception> _failed;
    private readonly Burst _burst;
    private readonly Lock _calls = new();
    private readonly Lock _gate = new();
    private readonly List<(SourceSpec Spec, Source Source)> _sources = [];
    private Dictionary<Source, int> _told = [];
    private volatile bool _isArmed;
    private volatile bool _disposed;

    public SourceWatch(SourceRegistry registry, Action<string?> armed, Action<string> changed, TimeProvider time, Action<Exception> failed)
    {
        (_registry, _armed, _changed, _failed) = (registry, armed, changed, failed);
        _burst = new Burst(time, () => _ = SettleAsync());
    }

    public async Task ArmAsync(WatchRequest request)
    {
        string? refusal;
        try
        {
            refusal = await TryArmAsync(request).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            // The one who waits must be answered, whatever the bug.
            _failed(failure);
            refusal = $"The source cannot be watched: {failure.Message}";
        }

        if (refusal is not null)
            Release();
        Call(() => _armed(refusal));
        _isArmed = refusal is null;
        // What was touched meanwhile did not start a burst.
        if (_isArmed)
            _burst.Touch();
    }

    public void Dispose()
    {
        lock (_calls)
            _disposed = true;
        _burst.Dispose();
        Release();
    }

    private async Task<string?> TryArmAsync(WatchRequest request)
    {
        (IReadOnlyList<SourceSpec> specs, string? error) = SourceSpec.Of(request);
        Dictionary<Source, int> told = [];
        foreach (SourceSpec spec in error is null ? specs : [])
        {
            if (Acquire(spec) is not { } source)
                return null;
            if (await source.ArmAsync().ConfigureAwait(false) is { } refusal)
                return refusal;
            told[source] = source.LastChange.Number;
        }

        _told = told;
        return error;
    }

    // Null: nobody waits for it any more.
    private Source? Acquire(SourceSpec spec)
    {
        lock (_gate)
        {
            if (_disposed)
                return null;
            Source source = _registry.Acquire(spec);
            source.Subscribe(Touched);
            _sources.Add((spec, source));
            return source;
        }
    }

    private void Release()
    {
        lock (_gate)
        {
            foreach ((SourceSpec spec, Source source) in _sources)
            {
                source.Unsubscribe(Touched);
                _registry.Release(spec);
            }

            _sources.Clear();
        }
    }

    private Source[] Sources()
    {
        lock (_gate)
            return [.. _sources.Select(source => source.Source)];
    }

    private void Touched()
    {
        if (_isArmed)
            _burst.Touch();
    }

    private async Task SettleAsync()
    {
        try
        {
            Source[] sources = Sources();
            await Task.WhenAll(sources.Select(source => source.LookAsync())).ConfigureAwait(false);
            Call(() => Tell(sources));
        }
        catch (Exception failure)
        {
            _failed(failure);
        }
    }

    // Two settlings may overlap; the lock around calls keeps the count of what was told.
    private void Tell(Source[] sources)
    {
        string? changed = null;
        foreach (Source source in sources)
        {
            Source.Change last = source.LastChange;
            if (last.Number == _told[source])
                continue;
            _told[source] = last.Number;
            changed ??= last.Path;
        }

        if (changed is not null)
            _changed(changed);
    }

    private void Call(Action call)
    {
        lock (_calls)
        {
            if (!_disposed)
                call();
        }
    }
}
