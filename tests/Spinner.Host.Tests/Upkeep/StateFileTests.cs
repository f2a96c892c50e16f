using System.Diagnostics;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Spinner.Host.Upkeep;
using Xunit;
using IoFile = System.IO.File;

namespace Spinner.Host.Tests.Upkeep;

[UnsupportedOSPlatform("windows")]
public sealed class StateFileTests : StateFolder
{
    [Fact]
    public void Without_a_file_nothing_was_asked_for_and_there_is_nothing_to_tell()
    {
        StateReading reading = File.Read();

        Assert.Empty(reading.State!.Children);
        Assert.Empty(reading.Messages);
        Assert.False(IoFile.Exists(StatePath));
    }

    [Fact]
    public void What_is_written_is_read_again_by_its_owner_only()
    {
        File.Write(State("web", "worker"));

        StateReading reading = File.Read();
        Assert.Equal(["web", "worker"], Names(reading.State));
        Assert.Empty(reading.Messages);
        Assert.All(new[] { StatePath, GoodPath }, path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, IoFile.GetUnixFileMode(path)));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, IoFile.GetUnixFileMode(Path.GetDirectoryName(StatePath)!));
    }

    [Fact]
    public void A_file_truncated_anywhere_is_set_aside_and_its_copy_used()
    {
        File.Write(State("web"));
        byte[] whole = IoFile.ReadAllBytes(StatePath);

        // But for the line end.
        for (int length = 0; length < whole.Length - 1; length++)
        {
            IoFile.WriteAllBytes(StatePath, whole[..length]);

            StateReading reading = File.Read();

            Assert.Equal(["web"], Names(reading.State));
            Assert.Contains("set aside", reading.Messages[0], StringComparison.Ordinal);
            Assert.Contains(GoodPath, reading.Messages[1], StringComparison.Ordinal);
            Assert.Equal(whole, IoFile.ReadAllBytes(StatePath));
        }

        Assert.Equal(BrokenStates.Most, SetAside().Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_folder_or_a_pipe_in_its_place_is_set_aside_and_its_copy_used(bool isPipe)
    {
        File.Write(State("web"));
        IoFile.Delete(StatePath);
        using Process maker = Process.Start(isPipe ? "mkfifo" : "mkdir", StatePath);
        await maker.WaitForExitAsync();

        StateReading reading = await Task.Run(File.Read).WaitAsync(HostProcess.Limit);

        Assert.Equal(["web"], Names(reading.State));
        Assert.StartsWith($"{StatePath} cannot be used: it is no file. It is set aside as {StatePath}.broken-", reading.Messages[0], StringComparison.Ordinal);
        Assert.Equal(IoFile.ReadAllBytes(GoodPath), IoFile.ReadAllBytes(StatePath));
    }

    [Fact]
    public void A_damaged_copy_is_told_and_made_anew()
    {
        File.Write(State("web"));
        IoFile.WriteAllText(GoodPath, "");

        StateReading reading = File.Read();

        Assert.Equal(["web"], Names(reading.State));
        Assert.Contains(GoodPath, Assert.Single(reading.Messages), StringComparison.Ordinal);
        Assert.Equal(IoFile.ReadAllBytes(StatePath), IoFile.ReadAllBytes(GoodPath));
    }

    [Fact]
    public void A_file_that_was_changed_by_hand_is_noticed()
    {
        File.Write(State("web"));
        IoFile.WriteAllText(StatePath, IoFile.ReadAllText(StatePath).Replace("app", "apt", StringComparison.Ordinal));

        StateReading reading = File.Read();

        Assert.Equal("app", reading.State!.Children["web"].Spec!.Command);
        Assert.Contains("by hand", reading.Messages[0], StringComparison.Ordinal);
        Assert.Contains("apt", IoFile.ReadAllText(Assert.Single(SetAside())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_told_and_its_copy_used()
    {
        File.Write(State("web"));
        IoFile.Delete(StatePath);

        StateReading reading = File.Read();

        Assert.Equal(["web"], Names(reading.State));
        Assert.Contains("missing", Assert.Single(reading.Messages), StringComparison.Ordinal);
        Assert.True(IoFile.Exists(StatePath));
    }

    [Fact]
    public void A_file_of_the_first_version_is_read()
    {
        const string Content = """{"children":{"web":{"wanted":"stopped","fromFile":false}}}""";
        string text = $$"""{"version":1,"sha256":"{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content)))}}","state":{{Content}}}""";
        File.Write(State("worker"));
        IoFile.Delete(GoodPath);
        IoFile.WriteAllText(StatePath, text);

        StateReading reading = File.Read();

        Assert.Equal([], reading.Messages);
        Assert.Equal(["web"], Names(reading.State));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"version\":\"one\"}")]
    [InlineData("{\"version\":0}")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":2,\"xxh128\":5,\"state\":{}}")]
    [InlineData("{\"version\":1,\"sha256\":5,\"state\":{}}")]
    [InlineData("{\"version\":1,\"sha256\":\"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\",\"state\":{}}")]
    [InlineData("{\"version\":99999999999999999999}")]
    [InlineData("\0\0\0\0")]
    public void When_both_make_no_sense_both_are_set_aside_and_everything_is_forgotten(string text)
    {
        File.Write(State("web"));
        IoFile.WriteAllText(StatePath, text);
        IoFile.WriteAllText(GoodPath, text);

        StateReading reading = File.Read();

        Assert.Empty(reading.State!.Children);
        Assert.Contains("forgotten", reading.Messages[^1], StringComparison.Ordinal);
        Assert.Equal(2, SetAside().Length);
        Assert.False(IoFile.Exists(StatePath));
    }

    [Theory]
    [InlineData("state.json")]
    [InlineData("state.json.good")]
    public void A_file_of_a_newer_version_is_left_alone_and_nothing_goes_on(string name)
    {
        File.Write(State("web"));
        string newer = Path.Combine(Path.GetDirectoryName(StatePath)!, name);
        IoFile.WriteAllText(newer, "{\"version\":3,\"checksum\":\"of another kind\"}");

        StateReading reading = File.Read();

        Assert.Null(reading.State);
        Assert.Contains($"{newer} was written by a newer version", Assert.Single(reading.Messages), StringComparison.Ordinal);
        Assert.Equal("{\"version\":3,\"checksum\":\"of another kind\"}", IoFile.ReadAllText(newer));
        Assert.Empty(SetAside());
    }

    [Fact]
    public void What_a_killed_host_left_half_written_is_in_nobodys_way()
    {
        File.Write(State("web"));
        IoFile.WriteAllText(StatePath + ".tmp", "{\"version\":1,\"sha");
        IoFile.WriteAllText(GoodPath + ".tmp", "");

        File.Write(State("worker"));

        Assert.Equal(["worker"], Names(File.Read().State));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(StatePath)!, "*.tmp"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_with_the_file()
    {
        IoFile.WriteAllText(Path.GetDirectoryName(StatePath)!, "in the way");

        StateWriteException failure = Assert.Throws<StateWriteException>(() => File.Write(State("web")));
        Assert.Contains(StatePath, failure.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_full_disk_keeps_the_state_and_takes_the_next_one_when_there_is_room()
    {
        string folder = Path.GetDirectoryName(StatePath)!;
        Directory.CreateDirectory(folder);
        Skip.IfNot(Run("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "spinner-test", folder), "A small file system may not be mounted here.");
        try
        {
            File.Write(State("web"));
            string filler = Path.Combine(folder, "filler");
            Fill(filler);

            Assert.Throws<StateWriteException>(() => File.Write(State("web", new string('w', 8000))));
            Assert.Equal(["web"], Names(File.Read().State));

            IoFile.Delete(filler);
            File.Write(State("worker"));
            Assert.Equal(["worker"], Names(File.Read().State));
            Assert.Empty(Warnings);
        }
        finally
        {
            Assert.True(Run("umount", folder));
        }
    }

    [Fact]
    public async Task A_host_killed_while_it_writes_loses_no_change_it_said_was_safe()
    {
        Random random = new(7);
        int last = 0;
        for (int kill = 0; kill < 50; kill++)
        {
            using TestProgram changer = TestProgram.Start(StateChanger.Verb, StatePath);
            int safe = last;
            for (int lines = random.Next(1, 20); lines > 0; lines--)
                safe = int.Parse((await changer.Line())!, System.Globalization.CultureInfo.InvariantCulture);
            // Anywhere within the next write.
            Stopwatch wait = Stopwatch.StartNew();
            for (long ticks = random.NextInt64(Stopwatch.Frequency / 300); wait.ElapsedTicks < ticks;)
                Thread.SpinWait(50);
            await changer.Kill();

            // Neither of the two is ever torn, or older than what was said.
            StateCopy main = StateCopy.Read(StatePath), good = StateCopy.Read(GoodPath);
            Assert.Null(main.Error);
            Assert.Null(good.Error);
            last = StateChanger.NumberIn(main.State!);
            Assert.True(last >= safe, $"{last} is read, but {safe} was safe.");
            Assert.True(StateChanger.NumberIn(good.State!) >= safe, $"The copy is older than {safe}, which was safe.");
        }

        Assert.Empty(SetAside());
    }

    private static void Fill(string path)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] block = Encoding.ASCII.GetBytes(new string('x', 4096));
        try
        {
            while (true)
                stream.Write(block);
        }
        catch (IOException)
        {
            // That was the last room.
        }
    }

    private static bool Run(string program, params string[] args)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
