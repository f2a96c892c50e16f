using Spinner.Watching;
using Xunit;

namespace Spinner.Scenarios.Tests.Watching;

/// <summary>A source that is given up while it is being armed.</summary>
public sealed class SourceDisposalTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spinner-disposal-").FullName;
    private readonly CountedEvents _events = new();
    private readonly Source _source;

    public SourceDisposalTests()
    {
        foreach (string folder in new[] { "a", "b", "c" })
            Directory.CreateDirectory(Path.Combine(_root, folder));
        SourceSpec spec = Assert.Single(SourceSpec.Of(new WatchRequest(_root, [_root], [])).Sources);
        _source = new Source(spec, _events, _ => false, TimeProvider.System, failure => Assert.Fail(failure.ToString()));
    }

    public void Dispose()
    {
        _source.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Given_up_before_it_is_armed_it_watches_nothing()
    {
        _source.Dispose();
        Assert.Null(await _source.ArmAsync());
        Assert.Equal(0, _events.Live);
    }

    [Fact]
    public async Task Given_up_while_it_lists_folders_it_lists_no_more_of_them_and_releases_all()
    {
        _events.Watched = folder =>
        {
            if (folder == _root)
                _source.Dispose();
        };
        await _source.ArmAsync();
        await _source.LookAsync();
        Assert.DoesNotContain(_events.Folders, folder => folder.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        Assert.Equal(0, _events.Live);
    }

    private sealed class CountedEvents : IFolderEvents
    {
        private int _live;

        public int Live => Volatile.Read(ref _live);

        public List<string> Folders { get; } = [];

        public Action<string>? Watched { get; set; }

        public IDisposable? TryWatch(string folder, bool namesOnly, Action<FolderEvent> notice)
        {
            Interlocked.Increment(ref _live);
            Folders.Add(folder);
            Watched?.Invoke(folder);
            return new Watch(this);
        }

        public void Dispose()
        {
            // Nothing is held.
        }

        private sealed class Watch(CountedEvents events) : IDisposable
        {
            public void Dispose() => Interlocked.Decrement(ref events._live);
        }
    }
}
