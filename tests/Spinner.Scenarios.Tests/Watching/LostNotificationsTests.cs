using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using Spinner.Watching;
using Xunit;

namespace Spinner.Scenarios.Tests.Watching;

/// <summary>Real files in virtual time, with notifications that the test can withhold.</summary>
public sealed class LostNotificationsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spinner-lost-").FullName;
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly UnreliableEvents _events = new();
    private readonly BlockingCollection<string> _changes = [];
    private readonly FileSourceWatcher _watcher;

    private string Script => Path.Combine(_root, "app", "app.js");

    public LostNotificationsTests()
    {
        _watcher = new FileSourceWatcher(_time, events: _events);
        Directory.CreateDirectory(Path.GetDirectoryName(Script)!);
        File.WriteAllText(Script, "one");
    }

    [Theory]
    [InlineData("app/app.js")]
    [InlineData("app")]
    [InlineData("app/*.js")]
    public void Change_without_a_notification_is_found_by_the_regular_look(string what)
    {
        Watch(Path.Combine(_root, what));
        File.WriteAllText(Script, "two");
        Assert.Equal(Script, Next());
    }

    [Fact]
    public void New_file_in_a_new_folder_is_found_by_the_regular_look()
    {
        Watch(_root);
        string late = Path.Combine(_root, "lib", "deep", "late.js");
        Directory.CreateDirectory(Path.GetDirectoryName(late)!);
        File.WriteAllText(late, "one");
        Assert.Equal(late, Next());

        File.WriteAllText(late, "two");
        Assert.Equal(late, Next());
    }

    [SkippableFact]
    public void Switched_link_is_found_by_the_regular_look()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege");
        Directory.CreateDirectory(Path.Combine(_root, "next"));
        File.WriteAllText(Path.Combine(_root, "next", "app.js"), "two");
        string current = Path.Combine(_root, "current");
        Directory.CreateSymbolicLink(current, "app");
        Watch(Path.Combine(current, "app.js"));
        File.Delete(current);
        Directory.CreateSymbolicLink(current, "next");
        Assert.Equal(Path.Combine(current, "app.js"), Next());
    }

    [Fact]
    public void Folder_that_could_not_be_watched_is_watched_as_soon_as_it_can_be()
    {
        _events.RefusesAll = true;
        Watch(_root);
        _events.RefusesAll = false;
        _events.WaitForWatch(Path.GetDirectoryName(Script)!, () => _time.Advance(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void After_lost_notifications_everything_is_looked_at()
    {
        Watch(_root);
        File.WriteAllText(Script, "two");
        _events.TellAllThatSomeWereLost();
        // Less than the time to the next regular look.
        Assert.Equal(Script, Next(TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void Two_hundred_watches_of_one_folder_share_one_look_at_it()
    {
        string folder = Path.GetDirectoryName(Script)!;
        for (int number = 0; number < 200; number++)
            Watch(folder);

        Assert.Equal(1, _events.CountOf(folder));
        File.WriteAllText(Script, "two");
        for (int number = 0; number < 200; number++)
            Assert.Equal(Script, Next());
    }

    [Fact]
    public void Last_watch_of_a_folder_ends_the_notifications()
    {
        IDisposable one = Watch(_root);
        IDisposable two = Watch(_root);
        one.Dispose();
        Assert.NotEqual(0, _events.CountOf(_root));
        two.Dispose();
        _events.WaitForNone();
    }

    public void Dispose()
    {
        _watcher.Dispose();
        Directory.Delete(_root, recursive: true);
        _changes.Dispose();
    }

    private IDisposable Watch(string path)
    {
        using BlockingCollection<string> armed = [];
        IDisposable watch = _watcher.Watch(new WatchRequest(_root, [path], []), refusal => armed.Add(refusal ?? ""), _changes.Add);
        Assert.Equal("", armed.Take());
        return watch;
    }

    // The looking is done by other threads, so the clock is moved on until it has been.
    private string Next(TimeSpan? step = null)
    {
        string? change;
        while (!_changes.TryTake(out change, TimeSpan.FromMilliseconds(5)))
            _time.Advance(step ?? TimeSpan.FromMilliseconds(100));
        return change;
    }

    private sealed class UnreliableEvents : IFolderEvents
    {
        private readonly Lock _gate = new();
        private readonly List<Watched> _watches = [];

        public bool RefusesAll { get; set; }

        public IDisposable? TryWatch(string folder, bool namesOnly, Action<FolderEvent> notice)
        {
            if (RefusesAll || !Directory.Exists(folder))
                return null;
            Watched watch = new(this, folder, namesOnly, notice);
            lock (_gate)
                _watches.Add(watch);
            return watch;
        }

        public int CountOf(string folder)
        {
            lock (_gate)
                return _watches.Count(watch => watch.Folder == folder && !watch.NamesOnly);
        }

        public void TellAllThatSomeWereLost()
        {
            Watched[] watches;
            lock (_gate)
                watches = [.. _watches];
            Array.ForEach(watches, watch => watch.Notice(new FolderEvent(null, false)));
        }

        public void WaitForWatch(string folder, Action meanwhile) =>
            Assert.True(SpinWait.SpinUntil(() => { meanwhile(); return CountOf(folder) > 0; }, TimeSpan.FromSeconds(30)));

        public void WaitForNone() => Assert.True(SpinWait.SpinUntil(() => { lock (_gate) return _watches.Count == 0; }, TimeSpan.FromSeconds(30)));

        public void Dispose() => RefusesAll = true;

        private sealed record Watched(UnreliableEvents Owner, string Folder, bool NamesOnly, Action<FolderEvent> Notice) : IDisposable
        {
            public void Dispose()
            {
                lock (Owner._gate)
                    Owner._watches.RemoveAll(watch => ReferenceEquals(watch, this));
            }
        }
    }
}
