using System.Globalization;
using Spinner.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests.Processes;

public sealed class LinuxSpawnTests() : LinuxLauncherTest(softFileLimit: 512)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spinner-spawn-");

    public override void Dispose()
    {
        base.Dispose();
        _folder.Delete(recursive: true);
    }

    [SkippableFact]
    public async Task Child_leads_a_session_of_its_own_in_the_folder_asked_for()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Launch(Spec("/bin/sh", ["-c", "pwd; cut -d' ' -f1,5,6 /proc/$$/stat"], _folder.FullName));
        await observer.WhenStdoutEnded;
        string pid = (await observer.WhenSpawned).Identity.Pid.ToString(CultureInfo.InvariantCulture);
        Assert.Equal($"{_folder.FullName}\n{pid} {pid} {pid}\n", observer.Stdout);
    }

    [SkippableFact]
    public async Task Arguments_and_environment_arrive_unchanged()
    {
        SkipUnlessSupported();
        LaunchSpec spec = Spec("/bin/sh", ["-c", "printf '<%s>' \"$@\" \"$ODD\" \"$SPINNER_RUN\"", "sh", "", "a b", "ü\n'\"$x"]);
        Dictionary<string, string> env = new(spec.Env) { ["ODD"] = "1=2\n ß" };
        RecordingObserver observer = Launch(spec with { Env = env });
        await observer.WhenStdoutEnded;
        Assert.Equal($"<><a b><ü\n'\"$x><1=2\n ß><{spec.Marker}>", observer.Stdout);
    }

    [SkippableFact]
    public async Task Signals_the_supervisor_ignores_have_their_default_action()
    {
        SkipUnlessSupported();
        RecordingObserver observer = Shell("grep -E 'SigIgn|SigBlk' /proc/self/status");
        await observer.WhenStdoutEnded;
        string[] masks = observer.Stdout.Split(['\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries);
        // glibc keeps its own signals 32 and 33 out of reach.
        const ulong Internal = 0x180000000;
        Assert.Equal(0ul, Convert.ToUInt64(masks[1], 16));
        Assert.Equal(0ul, Convert.ToUInt64(masks[3], 16) & ~Internal);
    }

    [SkippableFact]
    public async Task No_stray_descriptor_reaches_the_child()
    {
        SkipUnlessSupported();
        int leaky = Native.OpenLeaky("/dev/null");
        RecordingObserver observer = Shell("ls /proc/$$/fd");
        await observer.WhenStdoutEnded;
        Native.Close(leaky);
        Assert.True(leaky > 2);
        Assert.Equal("0\n1\n2\n", observer.Stdout);
    }

    [SkippableFact]
    public async Task Pipes_keep_the_size_the_system_gives_them()
    {
        SkipUnlessSupported();
        Required.Program("python3");
        // F_GETPIPE_SZ. Enlarged pipes would use up what an unprivileged user may have in all.
        RecordingObserver observer = Shell("exec python3 -c 'import fcntl; print(fcntl.fcntl(1, 1032))'");
        await observer.WhenStdoutEnded;
        Assert.Equal("65536\n", observer.Stdout);
    }

    [SkippableFact]
    public async Task Limit_of_open_files_is_the_one_before_the_runtime_raised_it()
    {
        SkipUnlessSupported();
        // The limit is set just after the exec, so the child is given a moment.
        RecordingObserver observer = Shell("sleep 0.3; ulimit -Sn; ulimit -Hn");
        await observer.WhenStdoutEnded;
        string[] limits = observer.Stdout.Split('\n');
        Assert.Equal("512", limits[0]);
        Assert.NotEqual("512", limits[1]);
    }

    [SkippableFact]
    public async Task Missing_program_is_named()
    {
        SkipUnlessSupported();
        await Fails(Spec("/no/such/program", []), "The program /no/such/program does not exist.");
    }

    [SkippableFact]
    public async Task Missing_or_wrong_working_directory_is_named()
    {
        SkipUnlessSupported();
        await Fails(Spec("/bin/true", [], "/no/such/folder"), "The working directory /no/such/folder does not exist.");
        string file = Write("file", "", executable: false);
        await Fails(Spec("/bin/true", [], file), $"The working directory {file} is not a folder.");
    }

    [SkippableFact]
    public async Task Program_that_is_not_executable_is_named()
    {
        SkipUnlessSupported();
        string file = Write("plain", "#!/bin/sh\n", executable: false);
        await Fails(Spec(file, []), $"The program {file} is not executable.");
        await Fails(Spec(_folder.FullName, []), $"The program {_folder.FullName} is a folder.");
    }

    [SkippableFact]
    public async Task Missing_interpreter_is_named()
    {
        SkipUnlessSupported();
        string file = Write("script", "#!/no/such/interpreter -x\n", executable: true);
        await Fails(Spec(file, []), $"The interpreter /no/such/interpreter, named in the first line of {file}, does not exist.");
        string dos = Write("dos", "#!/bin/sh\r\necho\r\n", executable: true);
        await Fails(Spec(dos, []), "/bin/sh with a carriage return (Windows line ends)");
    }

    [SkippableFact]
    public async Task Exec_format_error_is_told()
    {
        SkipUnlessSupported();
        string file = Write("noformat", "echo hello\n", executable: true);
        await Fails(Spec(file, []), "(exec format error)");
    }

    [SkippableFact]
    public async Task Too_long_arguments_are_told()
    {
        SkipUnlessSupported();
        await Fails(Spec("/bin/true", [new string('x', 4 << 20)]), "are longer than the system allows");
    }

    private async Task Fails(LaunchSpec spec, string sentence)
    {
        RecordingObserver observer = Launch(spec);
        SpawnFailure failure = await observer.WhenFailed;
        Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, failure.Errno);
        Assert.Equal(["SpawnFailed"], observer.Calls);
    }

    private string Write(string name, string text, bool executable)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        if (executable && !OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
