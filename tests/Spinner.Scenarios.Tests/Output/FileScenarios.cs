using System.Collections.Concurrent;
using System.Diagnostics;
using Spinner.Configuration;
using Spinner.Output;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests.Output;

public sealed class FileScenarios() : OutputScenario(LauncherKind.Auto)
{
    [SkippableFact]
    public async Task No_line_of_a_child_that_prints_flat_out_is_lost_or_out_of_order()
    {
        SkipUnlessSupported();
        const int Lines = 3_000_000;
        OutputTarget target = OutputTarget.File(PathOf("out.log")) with { MaxBytes = 0 };
        await Shell("web", $"exec seq 1 {Lines}", target).WhenEnded;
        int number = 0;
        foreach (string line in File.ReadLines(PathOf("out.log")))
        {
            if (int.Parse(line, System.Globalization.CultureInfo.InvariantCulture) != ++number)
                Assert.Fail($"{line} came as line {number}.");
        }

        Assert.Equal(Lines, number);
        Assert.Equal($"{Lines}", Factory.Recent("web", 1)[0].Text);
    }

    [SkippableFact]
    public async Task A_large_file_is_rotated_where_a_line_ends_and_nothing_is_lost()
    {
        SkipUnlessSupported();
        OutputTarget target = OutputTarget.File(PathOf("out.log")) with { MaxBytes = 100_000, MaxFiles = 1000 };
        await Shell("web", "exec seq 1 200000", target).WhenEnded;

        string[] files = [.. Enumerable.Range(1, 1000).Select(number => PathOf($"out.log.{number}")).TakeWhile(File.Exists).Reverse(), PathOf("out.log")];
        Assert.Equal(files.Length, Directory.GetFiles(Folder).Length);
        Assert.Equal(13, files.Length);
        Assert.All(files.SkipLast(1), file => Assert.InRange(new FileInfo(file).Length, 99_000, 100_000));
        Assert.All(files, file => Assert.EndsWith("\n", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, 200_000).Select(number => $"{number}"), files.SelectMany(File.ReadAllLines));
        Assert.Empty(Told);
    }

    [SkippableFact]
    public async Task A_full_disk_is_told_once_and_writing_resumes_when_there_is_room()
    {
        SkipUnlessSupported();
        using SmallDisk disk = new(PathOf("disk"));
        Skip.If(disk.Why is not null, disk.Why);
        string ballast = Path.Combine(disk.Folder, "ballast"), log = Path.Combine(disk.Folder, "out.log");
        await File.WriteAllBytesAsync(ballast, new byte[900_000]);
        ConcurrentQueue<OutputIncident> incidents = new();
        const string Line = "echo 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789; ";
        OutputRun run = Shell(
            "web",
            $"i=0; while [ $i -lt 4000 ]; do {Line} i=$((i+1)); done; echo full >&2; while [ ! -e go ]; do sleep 0.01; done; echo after",
            OutputTarget.File(log),
            incidents.Enqueue);
        await Wait.Until(() => Factory.Recent("web", 1) is [{ Text: "full" }], "the last line of the flood");

        OutputIncident outage = Assert.Single(incidents);
        Assert.Equal((log, false), (outage.Path, outage.IsOver));
        Assert.Contains("No space left", outage.Message, StringComparison.Ordinal);

        File.Delete(ballast);
        await File.WriteAllTextAsync(PathOf("go"), "");
        await run.WhenEnded;

        Assert.Equal(ExitStatus.Exited(0), await run.WhenExited);
        Assert.Equal([false, true], incidents.Select(incident => incident.IsOver));
        Assert.EndsWith("after\n", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
        Assert.Equal((4000 * 101) + 6 - new FileInfo(log).Length, incidents.Last().LostBytes);
    }

    [SkippableFact]
    public async Task A_disk_without_room_for_a_new_file_costs_output_and_not_the_start()
    {
        SkipUnlessSupported();
        using SmallDisk disk = new(PathOf("disk"), ",nr_inodes=2");
        Skip.If(disk.Why is not null, disk.Why);
        string ballast = Path.Combine(disk.Folder, "ballast"), log = Path.Combine(disk.Folder, "out.log");
        await File.WriteAllTextAsync(ballast, "");
        ConcurrentQueue<OutputIncident> incidents = new();
        OutputRun run = Shell("web", $"until [ -s {log} ]; do echo line; sleep 0.02; done", OutputTarget.File(log), incidents.Enqueue);
        OutputIncident outage = Assert.Single(incidents);
        Assert.Contains("No space left", outage.Message, StringComparison.Ordinal);

        await Wait.Until(() => Factory.Recent("web", 1).Count == 1, "a line that is lost");
        File.Delete(ballast);
        await run.WhenEnded;

        Assert.Equal(ExitStatus.Exited(0), await run.WhenExited);
        Assert.Equal([false, true], incidents.Select(incident => incident.IsOver));
        Assert.StartsWith("line\n", await File.ReadAllTextAsync(log), StringComparison.Ordinal);
    }

    /// <summary>A file system of 1 MB in memory, if one may be mounted.</summary>
    private sealed class SmallDisk : IDisposable
    {
        public SmallDisk(string folder, string options = "")
        {
            Folder = folder;
            Directory.CreateDirectory(folder);
            Why = Run("mount", "-t", "tmpfs", "-o", $"size=1m{options}", "spinner-test", folder) ? null : "A small file system may not be mounted here.";
        }

        public string Folder { get; }

        public string? Why { get; }

        public void Dispose()
        {
            if (Why is null)
                Run("umount", "-l", Folder);
        }

        private static bool Run(string program, params string[] args)
        {
            try
            {
                ProcessStartInfo start = new(program, args) { RedirectStandardError = true };
                using Process process = Process.Start(start)!;
                process.WaitForExit();
                return process.ExitCode == 0;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return false; // There is no such program.
            }
        }
    }
}
