using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using Spinner.Processes;
using Spinner.Processes.Portable;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Portable;

[UnsupportedOSPlatform("windows")]
public sealed class PortableLauncherTests : IDisposable
{
    private readonly PortableLauncher _launcher = new(TimeProvider.System);
    private readonly RecordingObserver _told = new();

    public void Dispose() => _launcher.Dispose();

    [Fact]
    public void A_child_gets_its_arguments_environment_and_folder_and_its_output_precedes_its_exit()
    {
        Shell("echo \"$1 $COLOUR $PWD\"; cat; exit 3", "/", "it's");
        _told.WaitFor("exited");
        Assert.Equal("it's green /\n", _told.Stdout);
        Assert.Equal(ExitStatus.Exited(3), _told.Status);
        Assert.Equal("spawned", _told.Facts[0]);
        Assert.True(_told.Facts.ToList().IndexOf("Stdout") < _told.Facts.ToList().IndexOf("exited"));
    }

    [Fact]
    public void A_stop_signal_reaches_the_child_and_its_end_is_told_by_name()
    {
        Shell("echo ready; exec sleep 60");
        _told.WaitForText("ready");
        Assert.True(_told.Process!.Signal(StopSignal.Terminate));
        _told.WaitFor("exited");
        Assert.Equal(ExitStatus.Signalled("SIGTERM"), _told.Status);
        Assert.False(_told.Process.Signal(StopSignal.Terminate));
        Assert.DoesNotContain("gone", _told.Facts);
        _told.Process.Settle(RunScope.Run);
        _told.WaitFor("gone");
        Assert.Empty(_told.Process.Survivors());
    }

    [Fact]
    public void A_grandchild_that_holds_stdout_delays_neither_exit_nor_end()
    {
        Shell("sleep 120 & echo $!");
        _told.WaitFor("exited");
        try
        {
            Assert.DoesNotContain("Stdout ended", _told.Facts);
            _told.Process!.Settle(RunScope.Group);
            _told.WaitFor("gone");
            _told.WaitFor("Stdout ended");
            _told.WaitFor("Stderr ended");
        }
        finally
        {
            using Process grandchild = Process.GetProcessById(int.Parse(_told.Stdout.Trim(), CultureInfo.InvariantCulture));
            grandchild.Kill();
        }
    }

    [Fact]
    public void A_kill_takes_a_child_that_ignores_signals_and_its_descendants()
    {
        Shell("trap '' TERM; sleep 121 & echo $!; wait");
        _told.WaitForText("\n");
        int grandchild = int.Parse(_told.Stdout.Trim(), CultureInfo.InvariantCulture);
        _told.Process!.Kill(RunScope.Group);
        _told.WaitFor("exited");
        Assert.Equal(ExitStatus.Signalled("SIGKILL"), _told.Status);
        Assert.True(SpinWait.SpinUntil(() => !IsAlive(grandchild), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void All_output_of_a_flood_arrives_before_the_exit()
    {
        Shell("head -c 20000000 /dev/zero");
        _told.WaitFor("exited");
        Assert.Equal(20_000_000, _told.Stdout.Length);
    }

    [Fact]
    public void Closing_the_launcher_kills_what_it_has_and_starts_nothing_more()
    {
        Shell("echo ready; exec sleep 122");
        _told.WaitForText("ready");
        _launcher.Dispose();
        _told.WaitFor("exited");
        RecordingObserver late = new();
        _launcher.Launch(Spec("/bin/sh", "/"), late);
        late.WaitFor("failed");
        Assert.Contains("closing", late.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/program", "/", "does not exist")]
    [InlineData("/bin/sh", "/no/such/folder", "working directory '/no/such/folder' does not exist")]
    [InlineData("/etc/passwd", "/", "not executable")]
    [InlineData("/etc", "/", "is a folder")]
    public void A_refused_start_names_its_cause(string file, string folder, string expected)
    {
        _launcher.Launch(Spec(file, folder), _told);
        _told.WaitFor("failed");
        Assert.Contains(expected, _told.Failure!.Message, StringComparison.Ordinal);
        Assert.Single(_told.Facts);
    }

    [Fact]
    public void A_socket_cannot_be_handed_over_and_that_is_told()
    {
        using Microsoft.Win32.SafeHandles.SafeFileHandle socket = new();
        _launcher.Launch(Spec("/bin/sh", "/") with { ListenSocket = socket }, _told);
        _told.WaitFor("failed");
        Assert.Contains("handed a listening socket", _told.Failure!.Message, StringComparison.Ordinal);
        Assert.False(_launcher.Capabilities.HasFlag(LauncherCapabilities.SocketHandOff));
    }

    [Fact]
    public async Task A_leader_is_measured_until_it_has_ended()
    {
        IGroupMeter meter = GroupMeters.Create(_launcher, TimeProvider.System);
        Shell("echo ready; exec sleep 60");
        _told.WaitForText("ready");
        ProcessIdentity leader = _told.Process!.Identity;

        GroupUsage? usage = await Measure(meter, leader);
        Assert.Equal(1, usage?.Processes);
        Assert.True(usage?.ResidentBytes > 0);

        _told.Process.Kill(RunScope.Group);
        _told.WaitFor("exited");
        Assert.Null(await Measure(meter, leader));
    }

    [Fact]
    public void A_script_whose_interpreter_is_missing_is_told_from_a_missing_script()
    {
        string script = Path.GetTempFileName();
        try
        {
            File.WriteAllText(script, "#!/no/such/interpreter\n");
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            _launcher.Launch(Spec(script, "/"), _told);
            _told.WaitFor("failed");
            Assert.Contains("interpreter", _told.Failure!.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private void Shell(string script, string folder = "/", params string[] args)
    {
        _launcher.Launch(Spec("/bin/sh", folder, ["-c", script, "sh", .. args]), _told);
        _told.WaitFor("spawned");
    }

    private static Task<GroupUsage?> Measure(IGroupMeter meter, ProcessIdentity leader)
    {
        TaskCompletionSource<GroupUsage?> usage = new(TaskCreationOptions.RunContinuationsAsynchronously);
        meter.Measure(leader, usage.SetResult);
        return usage.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static LaunchSpec Spec(string file, string folder, params string[] args) => new(
        file, args, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["COLOUR"] = "green" }, folder, "test:1:1");

    /// <summary>A zombie that init has not reaped yet is not alive.</summary>
    private static bool IsAlive(int pid)
    {
        string stat = $"/proc/{pid}/stat";
        try
        {
            return File.Exists(stat) && !File.ReadAllText(stat).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
