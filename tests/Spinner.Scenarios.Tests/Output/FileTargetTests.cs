using System.Runtime.Versioning;
using Spinner.Output;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Output;

[UnsupportedOSPlatform("windows")]
public sealed class FileTargetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-output-").FullName;
    private readonly List<string> _log = [];
    private readonly OutputFactory _factory;

    public FileTargetTests() => _factory = new OutputFactory(new OutputSettings { Tell = _log.Add });

    public void Dispose()
    {
        _factory.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Output_is_appended_and_the_tail_keeps_stderr_alone()
    {
        File.WriteAllText(Path.Combine(_folder, "app.log"), "before\n");
        IRunOutput run = Open("app.log", "app.log");
        run.Write(false, "out\n"u8);
        run.Write(true, "err\n"u8);
        run.End(false);
        run.Write(true, "late\n"u8);
        run.End(true);
        run.End(true);
        Assert.Equal("before\nout\nerr\nlate\n", File.ReadAllText(Path.Combine(_folder, "app.log")));
        Assert.Equal(["err", "late"], run.Tail());
    }

    [Fact]
    public void Two_runs_share_a_file_without_overwriting_each_other()
    {
        IRunOutput old = Open("app.log", "app.log");
        IRunOutput next = Open("app.log", "app.log");
        using OutputFactory stranger = new(new OutputSettings { Tell = _log.Add });
        IRunOutput other = stranger.Open(new OutputRequest("other", 1, Target("app.log"), OutputTarget.Null, "c"));
        for (int i = 0; i < 10; i++)
        {
            old.Write(false, "old\n"u8);
            next.Write(false, "new\n"u8);
            other.Write(false, "other\n"u8);
        }
        End(old);
        next.Write(true, "end\n"u8);
        End(next);
        End(other);
        string expected = string.Concat(Enumerable.Repeat("old\nnew\nother\n", 10)) + "end\n";
        Assert.Equal(expected, File.ReadAllText(Path.Combine(_folder, "app.log")));
    }

    [SkippableTheory]
    [InlineData(UnixFileMode.None, UnixFileMode.None)]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.GroupExecute, UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupExecute | UnixFileMode.OtherExecute, UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    public void A_new_file_is_open_to_those_who_can_get_into_its_folder(UnixFileMode ofFolder, UnixFileMode expected)
    {
        const UnixFileMode Ours = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Skip.IfNot(OperatingSystem.IsLinux(), "permissions as of Linux");
        File.SetUnixFileMode(_folder, Ours | UnixFileMode.UserExecute | ofFolder);
        File.WriteAllText(Path.Combine(_folder, "usual"), "");
        UnixFileMode usual = File.GetUnixFileMode(Path.Combine(_folder, "usual"));

        End(Open("app.log", "app.log"));

        Assert.Equal(Ours | (expected & usual), File.GetUnixFileMode(Path.Combine(_folder, "app.log")));
    }

    [Fact]
    public void A_missing_folder_is_named_and_not_created()
    {
        IOException failure = Assert.ThrowsAny<IOException>(() => Open("logs/app.log", "logs/app.log"));
        Assert.Contains(Path.Combine(_folder, "logs"), failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [SkippableFact]
    public void A_full_disk_drops_bytes_and_is_told_once()
    {
        Skip.IfNot(File.Exists("/dev/full"));
        IRunOutput run = _factory.Open(new OutputRequest("child", 1, OutputTarget.File("/dev/full"), OutputTarget.Null, "c"));
        for (int i = 0; i < 10; i++)
            run.Write(false, "12345"u8);
        Assert.Contains("No space left", Assert.Single(_log), StringComparison.Ordinal);
        End(run);
        Assert.Contains("50 bytes", _log[1], StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_named_pipe_that_nobody_reads_is_an_error_and_blocks_nobody()
    {
        Skip.IfNot(OperatingSystem.IsLinux());
        using (System.Diagnostics.Process make = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder, "pipe")))
            make.WaitForExit();
        IOException failure = Assert.ThrowsAny<IOException>(() => Open("pipe", "pipe"));
        Assert.Contains("nobody reads", failure.Message, StringComparison.Ordinal);
    }

    private IRunOutput Open(string stdout, string stderr) => _factory.Open(new OutputRequest("child", 1, Target(stdout), Target(stderr), "c"));

    private OutputTarget Target(string name) => OutputTarget.File(Path.Combine(_folder, name));

    private static void End(IRunOutput run)
    {
        run.End(false);
        run.End(true);
    }
}
