using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Spinner.Host.Tests.Daemon;

/// <summary>The program as process 1 of a pid namespace, as in a container.</summary>
public sealed class InitDutiesTests
{
    private const string Unshare = "/usr/bin/unshare";
    private const int Usr1 = 10;
    private const int Winch = 28;

    private static readonly string[] _namespace = ["--pid", "--fork", "--mount-proc", "--kill-child"];

    [SkippableFact]
    public async Task Orphans_do_not_stay_as_zombies_and_children_keep_their_exit_codes()
    {
        SkipUnlessPossible();
        // The subshell ends at once, and what it has started belongs to process 1 then.
        using UpFile file = new("""
            orphans {
              command = "/bin/sh"
              args = ["-c", "for i in 1 2 3 4 5 6 7 8; do (sleep 0.5 &); done; sleep 1; while grep -q '^State:.Z' /proc/[0-9]*/status 2>/dev/null; do sleep 0.1; done; echo no zombies; exec sleep 300"]
              readiness = none
            }
            leaver { command = "/bin/sh", args = ["-c", "sleep 4; exit 43"], readiness = none, restart = never }
            """);
        await using HostProcess host = Start(file);

        Task<string> left = host.Line(line => line.Contains("43", StringComparison.Ordinal));
        await left;
        await Eventually(() => host.Text.Contains("no zombies", StringComparison.Ordinal), host);
    }

    [SkippableFact]
    public async Task A_signal_that_means_nothing_to_the_host_goes_to_those_who_handle_it_and_ends_nobody()
    {
        SkipUnlessPossible();
        using UpFile file = new("""
            listens { command = "/bin/sh", args = ["-c", "trap 'echo heard it' USR1; trap 'echo size' WINCH; echo listening; while :; do sleep 0.1; done"], readiness = none }
            deaf { command = "/bin/sh", args = ["-c", "echo deaf as $$; exec sleep 300"], readiness = none }
            """);
        await using HostProcess host = Start(file);
        await Eventually(() => host.Text.Contains("listening", StringComparison.Ordinal) && host.Text.Contains("deaf as", StringComparison.Ordinal), host);
        int init = await InitOf(host);
        int[] before = file.Living();

        HostProcess.Signal(init, Winch);
        HostProcess.Signal(init, Usr1);

        await Eventually(() => host.Text.Contains("heard it", StringComparison.Ordinal), host);
        Assert.DoesNotContain("size", host.Text, StringComparison.Ordinal);
        // The loop of one forks all the time; the other is the same as before.
        Assert.Contains(before, pid => file.Living().Contains(pid) && File.ReadAllText($"/proc/{pid}/cmdline").Contains("sleep\0300", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_stop_of_the_container_stops_the_children_and_ends_well()
    {
        SkipUnlessPossible();
        using UpFile file = new("""
            web { command = "/bin/sh", args = ["-c", "trap 'echo stops well; exit 0' TERM; echo is up; while :; do sleep 0.1; done"], readiness = none }
            """);
        await using HostProcess host = Start(file);
        await Eventually(() => host.Text.Contains("is up", StringComparison.Ordinal), host);

        HostProcess.Signal(await InitOf(host), 15);

        Assert.Equal(0, await host.Exit());
        Assert.Contains("stops well", host.Text, StringComparison.Ordinal);
    }

    private static HostProcess Start(UpFile file) => HostProcess.StartVia(Unshare, [.. _namespace, HostProcess.Program, "up", file.Path]);

    /// <summary>The pid of process 1 as seen from here: the only child of unshare.</summary>
    private static async Task<int> InitOf(HostProcess host)
    {
        string children = await File.ReadAllTextAsync($"/proc/{host.Pid}/task/{host.Pid}/children");
        return int.Parse(children.Trim(), CultureInfo.InvariantCulture);
    }

    private static Task Eventually(Func<bool> condition, HostProcess host) => UpFile.Wait(condition, () => $"It did not come. Printed so far:\n{host.Text}");

    private static void SkipUnlessPossible()
    {
        Skip.IfNot(OperatingSystem.IsLinux() && File.Exists(Unshare), "There is no unshare here.");
        using Process attempt = Process.Start(new ProcessStartInfo(Unshare, [.. _namespace, "true"]) { RedirectStandardError = true })!;
        attempt.WaitForExit();
        Skip.If(attempt.ExitCode != 0, "A pid namespace may not be made here.");
    }
}
