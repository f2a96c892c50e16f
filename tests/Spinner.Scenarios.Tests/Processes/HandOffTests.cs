using Spinner.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests.Processes;

public sealed class HandOffTests : HandOffScenario
{
    [SkippableFact]
    public async Task Child_gets_the_socket_as_descriptor_three_and_nothing_else()
    {
        SkipUnlessSupported();
        string socket = new FileInfo($"/proc/self/fd/{Listener.Handle}").LinkTarget!;

        RecordingObserver observer = HandedShell("ls /proc/$$/fd; readlink /proc/$$/fd/3");
        await observer.WhenStdoutEnded;

        Assert.Equal($"0\n1\n2\n3\n{socket}\n", observer.Stdout);
    }

    [SkippableFact]
    public async Task Child_that_is_handed_no_socket_gets_none()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell("ls /proc/$$/fd; echo $LISTEN_FDS $LISTEN_PID");
        await observer.WhenStdoutEnded;
        Assert.Equal("0\n1\n2\n\n", observer.Stdout);
    }

    [SkippableFact]
    public async Task Pid_in_the_environment_is_that_of_the_program_which_leads_its_session()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Launch(Handed(Spec(Spinner.Testing.TestChild.Program, ["serve", "--inherit"])));
        await observer.StdoutWith("listening");

        int pid = (await observer.WhenSpawned).Identity.Pid;

        Assert.StartsWith($"inherited {pid} spinner\n", observer.Stdout, StringComparison.Ordinal);
        Assert.Equal(Spinner.Testing.TestChild.Program, new FileInfo($"/proc/{pid}/exe").LinkTarget);
        Assert.Equal(pid, await Ask());
    }

    [SkippableFact]
    public async Task Arguments_and_environment_arrive_unchanged_also_what_a_shell_would_drop()
    {
        SkipUnlessSupported();
        LaunchSpec spec = Handed(Spec("/bin/sh", ["-c", "printf '<%s>' \"$@\" \"$ODD\"", "sh", "", "a b", "ü\n'\"$x"]));
        Dictionary<string, string> env = new(spec.Env) { ["ODD"] = "1=2 ß" };
        RecordingObserver plain = Launch(spec with { Env = env });
        await plain.WhenStdoutEnded;
        Assert.Equal("<><a b><ü\n'\"$x><1=2 ß>", plain.Stdout);

        env["ODD.NAME:X"] = "y z";
        RecordingObserver odd = Launch(Handed(Spec("/usr/bin/env", [])) with { Env = env });
        await odd.WhenStdoutEnded;

        string[] variables = odd.Stdout.Split('\n');
        Assert.Contains("ODD.NAME:X=y z", variables);
        Assert.Contains($"LISTEN_PID={(await odd.WhenSpawned).Identity.Pid}", variables);
    }

    [SkippableTheory]
    [InlineData("/no/such/program", "The program /no/such/program does not exist.")]
    [InlineData("/etc", "The program /etc is a folder.")]
    [InlineData("/etc/passwd", "The program /etc/passwd is not executable.")]
    public async Task Program_that_cannot_be_started_is_told_as_without_a_socket(string file, string sentence)
    {
        SkipUnlessSupported();
        RecordingObserver observer = Launch(Handed(Spec(file, [])));
        Assert.Equal(sentence, (await observer.WhenFailed).Message);
        Assert.Equal(["SpawnFailed"], observer.Calls);
    }

    [SkippableFact]
    public async Task Missing_interpreter_and_folder_are_told_as_without_a_socket()
    {
        SkipUnlessSupported();
        string script = Path.GetTempFileName();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        File.WriteAllText(script, "#!/no/such/interpreter\n");

        RecordingObserver interpreter = Launch(Handed(Spec(script, [])));
        RecordingObserver folder = Launch(Handed(Spec("/bin/true", [], "/no/such/folder")));

        Assert.Contains("The interpreter /no/such/interpreter", (await interpreter.WhenFailed).Message, StringComparison.Ordinal);
        Assert.Contains("The working directory /no/such/folder does not exist", (await folder.WhenFailed).Message, StringComparison.Ordinal);
        File.Delete(script);
    }

    [SkippableFact]
    public async Task Socket_that_has_been_closed_fails_the_spawn()
    {
        SkipUnlessSupported();
        LaunchSpec spec = Handed(Spec("/bin/true", []));
        Listener.Dispose();
        RecordingObserver observer = Launch(spec);
        Assert.Contains("is closed", (await observer.WhenFailed).Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Next_child_finds_a_blocking_socket_but_not_while_another_has_it()
    {
        SkipUnlessSupported();
        const string ShowFlags = "grep flags /proc/$$/fdinfo/3";
        const int NonBlocking = 0x800;
        RecordingObserver first = HandedShell("echo ready; exec sleep 60");
        await first.StdoutWith("ready");
        Listener.Blocking = false;

        RecordingObserver beside = HandedShell(ShowFlags);
        await beside.WhenStdoutEnded;
        await End(first);
        await End(beside);
        RecordingObserver after = HandedShell(ShowFlags);
        await after.WhenStdoutEnded;

        Assert.Equal(NonBlocking, Flags(beside) & NonBlocking);
        Assert.Equal(0, Flags(after) & NonBlocking);
    }

    [SkippableFact]
    public void Launcher_of_Linux_can_hand_sockets_over()
    {
        SkipUnlessSupported();
        Assert.True(Launcher.Capabilities.HasFlag(LauncherCapabilities.SocketHandOff));
    }

    private static async Task End(RecordingObserver observer)
    {
        IChildProcess process = await observer.WhenSpawned;
        process.Kill(RunScope.Group);
        process.Settle(RunScope.Group);
        await observer.WhenGone;
    }

    private static int Flags(RecordingObserver observer) =>
        Convert.ToInt32(observer.Stdout["flags:".Length..].Trim(), 8);
}
