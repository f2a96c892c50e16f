using System.Collections.Concurrent;
using Spinner.Watching;
using Xunit;

namespace Spinner.Scenarios.Tests.Watching;

/// <summary>On the real clock: the system's notifications know no other. What must not be told is shown by the next thing that is.</summary>
public sealed class FileSourceWatcherTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly string _root = Directory.CreateTempSubdirectory("spinner-watch-").FullName;
    private readonly BlockingCollection<string> _changes = [];
    private readonly FileSourceWatcher _watcher = new(TimeProvider.System);
    private readonly List<IDisposable> _watches = [];

    private string Script => Path.Combine(_root, "app", "app.js");

    public FileSourceWatcherTests()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Script)!);
        File.WriteAllText(Script, "one");
    }

    [Fact]
    public void Edited_file_is_a_change()
    {
        Watch(Script);
        File.WriteAllText(Script, "two");
        AssertChanged(Script);
    }

    [Fact]
    public void Burst_of_edits_is_one_change()
    {
        Watch(Script);
        for (int edit = 0; edit < 20; edit++)
            File.AppendAllText(Script, "x");
        AssertChanged(Script);
        Assert.Empty(_changes);
    }

    [Fact]
    public void File_replaced_by_a_rename_is_a_change()
    {
        Watch(Script);
        File.WriteAllText(Script + ".tmp", "two");
        File.Move(Script + ".tmp", Script, overwrite: true);
        AssertChanged(Script);
    }

    [Fact]
    public void Deleted_file_is_a_change_once_it_is_back_with_other_content()
    {
        Watch(Script);
        Watch(Marker(), _ => _changes.Add("marker"));
        File.Delete(Script);
        File.WriteAllText(Marker(), "seen");
        Assert.Equal("marker", Next());

        File.WriteAllText(Script, "two");
        AssertChanged(Script);
    }

    [Fact]
    public void Same_content_under_a_new_date_is_no_change()
    {
        Watch(Script);
        File.WriteAllText(Script, "one");
        File.SetLastWriteTimeUtc(Script, new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Watch(Marker(), _ => _changes.Add("marker"));
        File.WriteAllText(Marker(), "seen");
        Assert.Equal("marker", Next());

        File.WriteAllText(Script, "two");
        AssertChanged(Script);
        Assert.Empty(_changes);
    }

    [SkippableFact]
    public void Switched_link_is_a_change()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege");
        string link = Path.Combine(_root, "current.js");
        string next = Path.Combine(_root, "next.js");
        File.WriteAllText(next, "two");
        File.CreateSymbolicLink(link, Script);
        Watch(link);
        File.CreateSymbolicLink(link + ".tmp", next);
        File.Move(link + ".tmp", link, overwrite: true);
        AssertChanged(link);
    }

    [SkippableFact]
    public void Switched_link_to_the_folder_is_a_change()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege");
        string current = Path.Combine(_root, "current");
        string release = Directory.CreateDirectory(Path.Combine(_root, "release")).FullName;
        File.WriteAllText(Path.Combine(release, "app.js"), "two");
        Directory.CreateSymbolicLink(current, Path.GetDirectoryName(Script)!);
        string script = Path.Combine(current, "app.js");
        Watch(script);
        Directory.CreateSymbolicLink(current + ".tmp", release);
        File.Delete(current);
        Directory.Move(current + ".tmp", current);
        AssertChanged(script);

        File.WriteAllText(script, "three");
        AssertChanged(script);
    }

    [SkippableFact]
    public void Links_that_lead_back_do_not_make_a_folder_endless()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege");
        string folder = Path.GetDirectoryName(Script)!;
        Directory.CreateSymbolicLink(Path.Combine(folder, "one"), folder);
        Directory.CreateSymbolicLink(Path.Combine(folder, "two"), folder);
        Watch(folder);

        File.WriteAllText(Script, "changed through no link");
        AssertChanged(Script);
    }

    [Fact]
    public void Folder_that_is_removed_and_made_again_is_watched_on()
    {
        Watch(Script);
        Directory.Delete(Path.GetDirectoryName(Script)!, recursive: true);
        Directory.CreateDirectory(Path.GetDirectoryName(Script)!);
        File.WriteAllText(Script, "two");
        AssertChanged(Script);

        File.WriteAllText(Script, "three");
        AssertChanged(Script);
    }

    [Fact]
    public void File_in_a_folder_that_does_not_exist_yet_is_a_change_when_it_appears()
    {
        string late = Path.Combine(_root, "late", "app.js");
        Watch(late);
        Directory.CreateDirectory(Path.GetDirectoryName(late)!);
        File.WriteAllText(late, "one");
        AssertChanged(late);
    }

    [Fact]
    public void Changes_anywhere_below_a_watched_folder_are_told()
    {
        string below = Path.Combine(_root, "app", "lib", "deep", "util.js");
        Watch(Path.GetDirectoryName(Script)!);
        Directory.CreateDirectory(Path.GetDirectoryName(below)!);
        File.WriteAllText(below, "one");
        AssertChanged(below);

        File.AppendAllText(below, "two");
        AssertChanged(below);

        File.Delete(below);
        AssertChanged(below);
    }

    [Fact]
    public void Neighbour_of_a_watched_file_is_no_change()
    {
        Watch(Script);
        File.WriteAllText(Path.Combine(_root, "app", "other.js"), "one");
        File.WriteAllText(Script, "two");
        AssertChanged(Script);
        Assert.Empty(_changes);
    }

    [Fact]
    public void Disposed_watch_is_silent()
    {
        IDisposable watch = _watcher.Watch(Script, _changes.Add);
        watch.Dispose();
        Watch(Script, _ => _changes.Add("the other watch"));
        File.WriteAllText(Script, "two");
        Assert.Equal("the other watch", Next());
        Assert.Empty(_changes);
    }

    [Fact]
    public void Two_hundred_files_can_be_watched_at_once()
    {
        string[] files = [.. Enumerable.Range(0, 200).Select(number => Path.Combine(_root, $"{number}.js"))];
        foreach (string file in files)
            Watch(file);
        foreach (string file in files)
            File.WriteAllText(file, "one");

        Assert.Equal(files.Order(), files.Select(_ => Next()).Order());
    }

    public void Dispose()
    {
        _watches.ForEach(watch => watch.Dispose());
        Directory.Delete(_root, recursive: true);
        _changes.Dispose();
    }

    private string Marker() => Path.Combine(_root, "marker");

    private void Watch(string path, Action<string>? changed = null) => _watches.Add(_watcher.Watch(path, changed ?? _changes.Add));

    private void AssertChanged(string path) => Assert.Equal(path, Next());

    private string Next() => _changes.TryTake(out string? change, _limit) ? change : throw new TimeoutException("No change was told.");
}
