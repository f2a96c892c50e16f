namespace Spinner.Watching;

/// <summary>The sources in use. The last one to release a source ends it.</summary>
internal sealed class SourceRegistry(Func<SourceSpec, Source> create) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (Source Source, int Users)> _sources = new(StringComparer.Ordinal);

    public Source Acquire(SourceSpec spec)
    {
        lock (_gate)
        {
            (Source source, int users) = _sources.TryGetValue(spec.Key, out (Source, int) known) ? known : (create(spec), 0);
            _sources[spec.Key] = (source, users + 1);
            return source;
        }
    }

    public void Release(SourceSpec spec)
    {
        lock (_gate)
        {
            if (!_sources.Remove(spec.Key, out (Source Source, int Users) known))
                return;
            if (known.Users > 1)
                _sources[spec.Key] = (known.Source, known.Users - 1);
            else
                known.Source.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach ((Source source, _) in _sources.Values)
                source.Dispose();
            _sources.Clear();
        }
    }
}
