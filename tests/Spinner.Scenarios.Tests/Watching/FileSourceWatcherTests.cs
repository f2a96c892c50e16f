using System.Collections.Concurrent;
using System.Diagnostics;
using Spinner.Watching;
using Xunit;

namespace Spinner.Scenarios.Tests.Watching;

/// <summary>On the real clock: the system's notifications know no other. What must not be told is shown by the next thing that is.</summary>
public class FileSourceWatcherTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(30);

    private readonly string _root = Directory.CreateTempSubdirectory("spinner-watch-").FullName;
    private readonly BlockingCollection<string> _changes = [];
    private readonly FileSourceWatcher _watcher;
    private readonly List<IDisposable> _watches = [];

    private string Script => Path.Combine(_root, "app", "app.js");

    public FileSourceWatcherTests()
        : this(null)
    {
    }

    private protected FileSourceWatcherTests(IFolderEvents? events)
    {
        _watcher = new FileSourceWatcher(TimeProvider.System, path => path.EndsWith(".own.log", StringComparison.Ordinal), events: events);
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
        Watch(Script);
        _watches.Single().Dispose();
        Watch(Script, _ => _changes.Add("the other watch"));
        File.WriteAllText(Script, "two");
        Assert.Equal("the other watch", Next());
        Assert.Empty(_changes);
    }

    [Fact]
    public void Folder_moved_in_from_elsewhere_several_levels_up_is_a_change()
    {
        string script = Path.Combine(_root, "srv", "app", "bin", "lib", "a.js");
        string next = Path.Combine(_root, "next", "app", "bin", "lib", "a.js");
        Write(script, "one");
        Write(next, "two");
        Watch(script);
        Directory.Move(Path.Combine(_root, "srv"), Path.Combine(_root, "old"));
        Directory.Move(Path.Combine(_root, "next"), Path.Combine(_root, "srv"));
        AssertChanged(script);

        File.WriteAllText(script, "three");
        AssertChanged(script);
    }

    [SkippableFact]
    public void Switched_link_to_a_watched_folder_is_a_change_and_the_new_one_is_watched()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege");
        string current = Path.Combine(_root, "current");
        Write(Path.Combine(_root, "41", "lib", "a.js"), "one");
        Write(Path.Combine(_root, "42", "lib", "a.js"), "two");
        Directory.CreateSymbolicLink(current, "41");
        Watch(current);
        Directory.CreateSymbolicLink(current + ".tmp", "42");
        File.Delete(current);
        Directory.Move(current + ".tmp", current);
        AssertChanged(Path.Combine(current, "lib", "a.js"));

        File.WriteAllText(Path.Combine(_root, "42", "lib", "a.js"), "three");
        AssertChanged(Path.Combine(current, "lib", "a.js"));
    }

    [Fact]
    public void Folder_made_again_with_the_same_content_is_no_change()
    {
        string folder = Path.GetDirectoryName(Script)!;
        Watch(folder);
        Directory.Delete(folder, recursive: true);
        Write(Script, "one");
        AssertSilent();

        File.WriteAllText(Script, "two");
        AssertChanged(Script);
    }

    [Fact]
    public void Same_content_under_a_new_date_in_a_folder_is_no_change()
    {
        Watch(Path.GetDirectoryName(Script)!);
        File.SetLastWriteTimeUtc(Script, new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.WriteAllText(Script, "one");
        AssertSilent();
    }

    [Fact]
    public void New_folder_with_folders_and_files_is_one_change_and_all_in_it_is_watched()
    {
        string folder = Path.GetDirectoryName(Script)!;
        Watch(folder);
        string[] files = [.. Enumerable.Range(0, 50).Select(number => Path.Combine(folder, "new", $"{number % 7}", $"{number % 3}", $"{number}.js"))];
        Array.ForEach(files, file => Write(file, "one"));
        Assert.Contains(Next(), files);
        AssertSilent();

        File.AppendAllText(files[^1], "two");
        AssertChanged(files[^1]);
    }

    [Fact]
    public void Folder_removed_from_a_watched_one_is_a_change_that_names_a_file()
    {
        string below = Path.Combine(_root, "app", "lib", "deep", "util.js");
        Write(below, "one");
        Watch(Path.GetDirectoryName(Script)!);
        Directory.Delete(Path.Combine(_root, "app", "lib"), recursive: true);
        AssertChanged(below);
    }

    [Fact]
    public void Glob_tells_of_matching_files_only()
    {
        Watch(new WatchRequest(_root, [Path.Combine(_root, "app", "**", "*.js")], []));
        Write(Path.Combine(_root, "app", "lib", "style.css"), "one");
        AssertSilent();

        string late = Path.Combine(_root, "app", "lib", "late.js");
        Write(late, "one");
        AssertChanged(late);
    }

    [Fact]
    public void Excluded_files_and_folders_are_no_change()
    {
        string folder = Path.GetDirectoryName(Script)!;
        Write(Path.Combine(folder, "dist", "deep", "app.js"), "one");
        Watch(new WatchRequest(_root, [folder], ["*.log", "app/dist"]));
        Write(Path.Combine(folder, "lib", "a.log"), "one");
        Write(Path.Combine(folder, "dist", "deep", "app.js"), "two");
        Write(Path.Combine(folder, "dist", "new", "app.js"), "two");
        AssertSilent();
    }

    [Fact]
    public void What_belongs_to_version_control_and_package_managers_is_no_change()
    {
        string folder = Path.GetDirectoryName(Script)!;
        Watch(folder);
        Write(Path.Combine(folder, ".git", "index"), "one");
        Write(Path.Combine(folder, "lib", "node_modules", "left", "pad.js"), "one");
        AssertSilent();
    }

    [Fact]
    public void Own_files_are_no_change()
    {
        string folder = Path.GetDirectoryName(Script)!;
        Write(Path.Combine(folder, "there.own.log"), "one");
        Watch(folder);
        Write(Path.Combine(folder, "there.own.log"), "two");
        Write(Path.Combine(folder, "new.own.log"), "one");
        AssertSilent();
    }

    [Fact]
    public void Changes_of_several_sources_of_a_watch_in_one_burst_are_one_change()
    {
        string other = Path.Combine(_root, "other", "settings.json");
        Write(other, "one");
        Watch(new WatchRequest(_root, [Path.GetDirectoryName(Script)!, other], []));
        File.WriteAllText(Script, "two");
        File.WriteAllText(other, "two");
        Assert.Contains(Next(), new[] { Script, other });
        AssertSilent();
    }

    [Fact]
    public void Change_that_others_have_been_told_of_is_none_for_a_watch_that_is_armed_later()
    {
        string folder = Path.GetDirectoryName(Script)!;
        Watch(folder);
        File.WriteAllText(Script, "two");
        AssertChanged(Script);
        Watch(folder, _ => _changes.Add("the late watch"));
        AssertSilent();
    }

    [Fact]
    public void Armed_is_called_on_another_thread()
    {
        using BlockingCollection<int> threads = [];
        _watches.Add(_watcher.Watch(Request(Script), _ => threads.Add(Environment.CurrentManagedThreadId), _changes.Add));

        Assert.True(threads.TryTake(out int thread, _limit));
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public void Relative_path_is_refused_with_a_sentence() => Assert.Equal(
        "'app.js' cannot be watched: it is no absolute path.", Arm(new WatchRequest(_root, ["app.js"], []), _changes.Add));

    [SkippableFact]
    public void Folder_that_may_not_be_read_is_refused_with_a_sentence()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
            throw new SkipException("everything may be read");
        string folder = Path.GetDirectoryName(Script)!;
        File.SetUnixFileMode(folder, UnixFileMode.UserExecute);
        try
        {
            Assert.Equal($"{folder} cannot be watched: it may not be read.", Arm(Request(folder), _changes.Add));
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [SkippableFact]
    public void Pipe_in_a_watched_folder_is_never_opened()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "made by mkfifo");
        string folder = Path.GetDirectoryName(Script)!;
        MakePipe(Path.Combine(folder, "before"));
        Watch(folder);
        MakePipe(Path.Combine(folder, "after"));
        AssertSilent();

        File.WriteAllText(Script, "two");
        AssertChanged(Script);
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
        _watcher.Dispose();
        Directory.Delete(_root, recursive: true);
        _changes.Dispose();
        GC.SuppressFinalize(this);
    }

    private string Marker() => Path.Combine(_root, "marker");

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static void MakePipe(string path)
    {
        using Process made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
    }

    private WatchRequest Request(string path) => new(_root, [path], []);

    private void Watch(string path, Action<string>? changed = null) => Watch(Request(path), changed);

    private void Watch(WatchRequest request, Action<string>? changed = null) => Assert.Null(Arm(request, changed ?? _changes.Add));

    private string? Arm(WatchRequest request, Action<string> changed)
    {
        using BlockingCollection<string> armed = [];
        _watches.Add(_watcher.Watch(request, refusal => armed.Add(refusal ?? ""), changed));
        Assert.True(armed.TryTake(out string? answer, _limit), "The watch was not armed.");
        return answer.Length == 0 ? null : answer;
    }

    private void AssertChanged(string path) => Assert.Equal(path, Next());

    // Whatever is to be told of what happened before is told before a later change of another file is.
    private void AssertSilent()
    {
        string marker = Path.Combine(_root, $"silent{_watches.Count}");
        Watch(marker);
        File.WriteAllText(marker, "seen");
        AssertChanged(marker);
    }

    private string Next() => _changes.TryTake(out string? change, _limit) ? change : throw new TimeoutException("No change was told.");
}
