using System.Diagnostics;
using Spinner.Probes;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests.Probes;

public sealed class ExecCheckTests : HealthScenario
{
    private static readonly ChildEndpoint _endpoint = ChildEndpoint.Tcp("127.0.0.1", 1);

    public ExecCheckTests() => Skip.If(OperatingSystem.IsWindows(), "needs a POSIX shell");

    [SkippableTheory]
    [InlineData("exit 0", null)]
    [InlineData("echo complaint >&2; exit 0", null)]
    [InlineData("exit 1", "'/bin/sh' ended with exit code 1.")]
    [InlineData("echo first >&2; echo last words >&2; echo out; exit 3", "'/bin/sh' ended with exit code 3: last words")]
    [InlineData("echo no response; exit 2", "'/bin/sh' ended with exit code 2: no response")]
    [InlineData("kill -9 $$", "'/bin/sh' ended with exit code 137.")]
    public async Task The_exit_code_decides_and_the_last_line_explains(string script, string? expected) =>
        Assert.Equal(expected, await Check(Shell(script)));

    [SkippableFact]
    public async Task It_gets_its_arguments_as_they_are_its_folder_and_no_environment_but_its_own()
    {
        const string script = """
            test "$1" = "a b" || exit 1
            test "$2" = "\"*\$HOME" || exit 2
            test "$PWD" = "$WANTED" || exit 3
            test -z "${HOME+set}" || exit 4
            """;
        HealthTarget target = Shell(script) with
        {
            Command = ["/bin/sh", "-c", script, "sh", "a b", "\"*$HOME"],
            WorkingDirectory = Folder,
            Env = new Dictionary<string, string> { ["WANTED"] = Folder },
        };

        Assert.Null(await Check(target));
    }

    [SkippableFact]
    public async Task Its_input_has_ended() => Assert.Null(await Check(Shell("if read -r line; then exit 1; fi")));

    [SkippableFact]
    public async Task It_may_print_as_much_as_it_likes() => Assert.Equal(
        "'/bin/sh' ended with exit code 4: done",
        await Check(Shell("head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2; echo >&2; echo done >&2; exit 4")));

    [SkippableFact]
    public async Task What_it_leaves_behind_with_its_streams_is_not_waited_for()
    {
        string pidFile = PathOf("pid");
        string script = $"sleep 1000 & echo $! > {pidFile}; echo left >&2; ";

        Assert.Equal("'/bin/sh' ended with exit code 5: left", await Check(Shell(script + "exit 5")));
        AssertAliveThenKill(NumberIn(pidFile));
        Assert.Null(await Check(Shell(script + "exit 0")));
        AssertAliveThenKill(NumberIn(pidFile));
    }

    [SkippableFact]
    public async Task One_that_takes_too_long_is_ended_with_its_family()
    {
        string? why = await CheckUntilLate(Sleepers(), HaveSleepersStarted, "all of the family");

        Assert.Equal("'/bin/sh' did not end within 10 s.", why);
        await AssertSleepersEnd();
    }

    [SkippableFact]
    public async Task A_disposed_check_ends_it_with_its_family_and_calls_nobody()
    {
        int calls = 0;
        IDisposable check = Checker.Check(Sleepers() with { Timeout = TimeSpan.FromMinutes(5) }, _ => Interlocked.Increment(ref calls));
        await Wait.Until(HaveSleepersStarted, "all of the family");

        check.Dispose();

        await AssertSleepersEnd();
        Checker.Dispose();
        Assert.Equal(0, calls);
    }

    [SkippableFact]
    public async Task A_disposed_checker_has_killed_when_the_dispose_returns()
    {
        int calls = 0;
        using IDisposable check = Checker.Check(
            Sleepers() with { Timeout = TimeSpan.FromMinutes(5) }, _ => Interlocked.Increment(ref calls));
        await Wait.Until(HaveSleepersStarted, "all of the family");

        Checker.Dispose();

        await AssertSleepersEnd();
        Assert.Equal(0, calls);
    }

    [SkippableFact]
    public async Task What_cannot_be_started_fails_and_says_why()
    {
        string missing = PathOf("missing");
        Assert.Equal($"'{missing}' could not be started in '/': No such file or directory.", await Check(Exec(missing)));

        string text = PathOf("text");
        await File.WriteAllTextAsync(text, "no program");
        Assert.Equal($"'{text}' could not be started in '/': Permission denied.", await Check(Exec(text)));

        Assert.Equal(
            $"'/bin/sh' could not be started in '{missing}': No such file or directory.",
            await Check(Exec("/bin/sh") with { WorkingDirectory = missing }));

        Assert.StartsWith("The check of '' could not be made: ", await Check(new HealthTarget(HealthCheckKind.Exec, _endpoint)), StringComparison.Ordinal);
    }

    private static HealthTarget Exec(params string[] command) => new(HealthCheckKind.Exec, _endpoint) { Command = command };

    private static HealthTarget Shell(string script) =>
        Exec("/bin/sh", "-c", script) with { Env = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" } };

    /// <summary>A shell, a shell below it, and a sleep below that.</summary>
    private HealthTarget Sleepers() => Shell(
        $"echo $$ > {PathOf("1")}; sh -c 'echo $$ > {PathOf("2")}; sleep 1000 & echo $! > {PathOf("3")}; wait; true'; true");

    private bool HaveSleepersStarted() => new[] { "1", "2", "3" }.All(name => File.Exists(PathOf(name)) && new FileInfo(PathOf(name)).Length > 1);

    private async Task AssertSleepersEnd()
    {
        foreach (string name in new[] { "1", "2", "3" })
            await Wait.Until(() => !IsAlive(NumberIn(PathOf(name))), $"an end of process {name}");
    }

    private static void AssertAliveThenKill(int pid)
    {
        using Process process = Process.GetProcessById(pid);
        Assert.False(process.HasExited);
        process.Kill();
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
