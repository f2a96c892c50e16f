using System.Collections.Concurrent;
using System.Globalization;
using Spinner.Watching;
using Spinner.Watching.Linux;
using Xunit;

namespace Spinner.Scenarios.Tests.Watching;

/// <summary>What the kernel says of our watches.</summary>
public sealed class InotifyTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spinner-inotify-").FullName;

    [SkippableFact]
    public void Folder_that_many_watch_has_one_watch_of_the_system()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "inotify");
        using FileSourceWatcher watcher = new(TimeProvider.System);
        using BlockingCollection<string?> armed = [];
        List<IDisposable> watches = [];
        for (int number = 0; number < 100; number++)
        {
            string file = Path.Combine(_root, $"{number}.js");
            File.WriteAllText(file, "one");
            watches.Add(watcher.Watch(new WatchRequest(_root, [file], []), armed.Add, _ => { }));
            watches.Add(watcher.Watch(new WatchRequest(_root, [_root], [$"{number}.log"]), armed.Add, _ => { }));
        }

        Assert.All(watches, _ => Assert.Null(armed.Take()));
        Assert.Equal(1, WatchesOf(_root));

        watches.ForEach(watch => watch.Dispose());
        Assert.True(SpinWait.SpinUntil(() => WatchesOf(_root) == 0, TimeSpan.FromSeconds(30)));
    }

    [SkippableFact]
    public void Two_names_of_one_folder_are_told_each_under_its_own()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "inotify");
        using InotifyEvents events = new(_ => { });
        string folder = Directory.CreateDirectory(Path.Combine(_root, "folder")).FullName;
        string link = Path.Combine(_root, "link");
        Directory.CreateSymbolicLink(link, folder);
        using BlockingCollection<string> told = [];
        IDisposable? one = events.TryWatch(folder, namesOnly: false, change => told.Add("folder " + change.Name));
        using IDisposable? two = events.TryWatch(link, namesOnly: true, change => told.Add("link " + change.Name));

        File.WriteAllText(Path.Combine(folder, "a"), "");
        Assert.Equal(["folder a", "link a"], new[] { told.Take(), told.Take() }.Order());
        Assert.Equal(1, WatchesOf(folder));

        one?.Dispose();
        File.Delete(Path.Combine(folder, "a"));
        string next;
        while ((next = told.Take()) == "folder a")
        {
            // The write itself, told before the watch ended.
        }

        Assert.Equal("link a", next);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static int WatchesOf(string folder)
    {
        string inode = $" ino:{Stamp.Of(folder).Inode.ToString("x", CultureInfo.InvariantCulture)} ";
        return Directory.GetFiles("/proc/self/fdinfo").Sum(file =>
        {
            try
            {
                return File.ReadLines(file).Count(line => line.StartsWith("inotify ", StringComparison.Ordinal) && line.Contains(inode));
            }
            catch (IOException)
            {
                // Closed meanwhile.
                return 0;
            }
        });
    }
}
