using System.Text;
using Spinner.Output;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Output;

/// <summary>Rotation with real files, a write at a time. Limits are smaller than options allow.</summary>
public sealed class RotationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-rotation-").FullName;
    private readonly List<string> _told = [];
    private readonly OutputFactory _factory;

    public RotationTests() => _factory = new OutputFactory(new OutputSettings { Tell = _told.Add });

    private string Log => Path.Combine(_folder, "app.log");

    public void Dispose()
    {
        _factory.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_newest_old_file_is_number_one_and_the_oldest_goes()
    {
        IRunOutput run = Open(maxBytes: 6, maxFiles: 3);
        foreach (string line in new[] { "one", "two", "three", "four", "five" })
            run.Write(false, Encoding.UTF8.GetBytes(line + "\n"));
        Assert.Equal(["five\n", "four\n", "three\n"], Contents("app.log", "app.log.1", "app.log.2"));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
        Assert.Empty(_told);
    }

    [Fact]
    public void One_write_may_fill_several_files()
    {
        Open(maxBytes: 8, maxFiles: 10).Write(false, "aaa\nbbb\nccc\nddd\neee\n"u8);
        Assert.Equal(["eee\n", "ccc\nddd\n", "aaa\nbbb\n"], Contents("app.log", "app.log.1", "app.log.2"));
    }

    [Fact]
    public void A_line_that_has_begun_is_finished_in_its_file()
    {
        IRunOutput run = Open(maxBytes: 8, maxFiles: 10);
        run.Write(false, "aaa\nbb"u8);
        run.Write(false, "bbbbbbb"u8);
        run.Write(false, "b\nccc\n"u8);
        Assert.Equal(["ccc\n", "aaa\nbbbbbbbbbb\n"], Contents("app.log", "app.log.1"));
    }

    [Fact]
    public void A_line_that_does_not_end_is_cut_after_a_while()
    {
        IRunOutput run = Open(maxBytes: 10, maxFiles: 10);
        for (int i = 0; i < 20; i++)
            run.Write(false, new byte[10_000]);
        Assert.Equal(10 + FileSink.Overrun, new FileInfo(Log + ".1").Length);
        Assert.Equal(200_000, Directory.GetFiles(_folder).Sum(file => new FileInfo(file).Length));
    }

    [Fact]
    public void A_file_that_is_there_already_counts()
    {
        File.WriteAllText(Log, "before\n");
        Open(maxBytes: 10, maxFiles: 10).Write(false, "after\n"u8);
        Assert.Equal(["after\n", "before\n"], Contents("app.log", "app.log.1"));
    }

    [Fact]
    public void A_file_that_somebody_emptied_is_not_rotated_too_early()
    {
        IRunOutput run = Open(maxBytes: 10, maxFiles: 10);
        run.Write(false, "12345678\n"u8);
        File.WriteAllText(Log, "");
        run.Write(false, "abc\n"u8);
        Assert.Equal(["abc\n"], Contents("app.log"));
        Assert.False(File.Exists(Log + ".1"));
    }

    [Fact]
    public void A_gap_in_the_numbers_is_filled_and_surplus_files_go()
    {
        foreach (string old in new[] { "1", "3", "4", "5" })
            File.WriteAllText($"{Log}.{old}", old);
        IRunOutput run = Open(maxBytes: 4, maxFiles: 4);
        run.Write(false, "aaa\nbbb\n"u8);
        Assert.Equal(["bbb\n", "aaa\n", "1", "3"], Contents("app.log", "app.log.1", "app.log.2", "app.log.3"));
        Assert.Equal(4, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void A_single_file_begins_anew()
    {
        IRunOutput run = Open(maxBytes: 4, maxFiles: 1);
        run.Write(false, "aaa\nbbb\n"u8);
        run.Write(false, "ccc\n"u8);
        Assert.Equal(["ccc\n"], Contents("app.log"));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Zero_bytes_mean_no_rotation()
    {
        Open(maxBytes: 0, maxFiles: 2).Write(false, new byte[1_000_000]);
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Ten_megabytes_are_the_default()
    {
        IRunOutput run = _factory.Open(new OutputRequest("web", 1, OutputTarget.File(Log), OutputTarget.Null, "c"));
        byte[] line = new byte[1000];
        line[^1] = (byte)'\n';
        for (int i = 0; i < 10_000; i++)
            run.Write(false, line);
        Assert.Single(Directory.GetFiles(_folder));
        run.Write(false, line);
        Assert.Equal([10_000_000, 1000], new[] { Log + ".1", Log }.Select(file => new FileInfo(file).Length));
    }

    [Fact]
    public void A_rotation_that_fails_is_told_once_and_the_present_file_goes_on_until_one_succeeds()
    {
        // Not even root moves a file onto a folder.
        string obstacle = Directory.CreateDirectory(Log + ".1").FullName;
        IRunOutput run = Open(maxBytes: 4, maxFiles: 10);
        foreach (string line in new[] { "aaa\n", "bbb\n", "ccc\n", "ddd\n" })
            run.Write(false, Encoding.UTF8.GetBytes(line));
        Assert.Equal(["aaa\nbbb\nccc\nddd\n"], Contents("app.log"));
        Assert.Contains(Log, Assert.Single(_told), StringComparison.Ordinal);

        Directory.Delete(obstacle);
        run.Write(false, "eee\nfff\n"u8);
        run.Write(false, "ggg\nhhh\n"u8);
        Assert.True(File.Exists(Log + ".1"));
        Assert.Equal(
            "aaa\nbbb\nccc\nddd\neee\nfff\nggg\nhhh\n",
            string.Concat(Directory.GetFiles(_folder).OrderDescending(StringComparer.Ordinal).Select(File.ReadAllText)));
        Assert.Single(_told);
    }

    [SkippableFact]
    public void What_is_no_regular_file_is_not_rotated()
    {
        Skip.IfNot(File.Exists("/dev/null"));
        IRunOutput run = _factory.Open(new OutputRequest(
            "web", 1, OutputTarget.File("/dev/null") with { MaxBytes = 4 }, OutputTarget.Null, "c"));
        for (int i = 0; i < 100; i++)
            run.Write(false, "a\n"u8);
        Assert.Empty(_told);
        Assert.True(File.Exists("/dev/null"));
    }

    [Fact]
    public void Both_streams_share_one_rotation()
    {
        OutputTarget target = OutputTarget.File(Log) with { MaxBytes = 8, MaxFiles = 10 };
        IRunOutput run = _factory.Open(new OutputRequest("web", 1, target, target, "c"));
        run.Write(false, "aaa\n"u8);
        run.Write(true, "bbb\n"u8);
        run.Write(false, "ccc\n"u8);
        run.Write(true, "ddd\n"u8);
        Assert.Equal(["ccc\nddd\n", "aaa\nbbb\n"], Contents("app.log", "app.log.1"));
    }

    [Fact]
    public void Own_files_are_those_written_and_their_old_ones_also_once_they_are_closed()
    {
        IRunOutput run = Open(maxBytes: 8, maxFiles: 10);
        Assert.True(_factory.IsOwnFile(Log));
        Assert.True(_factory.IsOwnFile(Log + ".7"));
        Assert.False(_factory.IsOwnFile(Path.Combine(_folder, "app.js")));
        run.End(false);
        Assert.True(_factory.IsOwnFile(Log));
        Assert.True(_factory.IsOwnFile(Log + ".7"));
    }

    [Fact]
    public void A_file_that_somebody_removed_is_made_again_instead_of_rotated()
    {
        IRunOutput run = Open(maxBytes: 4, maxFiles: 3);
        run.Write(false, "aaa\n"u8);
        File.Delete(Log);
        run.Write(false, "bbb\n"u8);
        Assert.Equal(["bbb\n"], Contents("app.log"));
        Assert.Single(Directory.GetFiles(_folder));
        Assert.Empty(_told);
    }

    [SkippableFact]
    public void An_incident_of_a_file_is_told_once_to_a_run_that_writes_both_streams_there()
    {
        Skip.IfNot(File.Exists("/dev/full"));
        List<OutputIncident> incidents = [];
        OutputTarget target = OutputTarget.File("/dev/full");
        IRunOutput run = _factory.Open(new OutputRequest("web", 1, target, target, "c") { Incident = incidents.Add });
        run.Write(false, "12345"u8);
        run.Write(true, "12345"u8);
        OutputIncident incident = Assert.Single(incidents);
        Assert.Equal(("/dev/full", false, 5), (incident.Path, incident.IsOver, incident.LostBytes));
    }

    private IRunOutput Open(long maxBytes, int maxFiles) => _factory.Open(new OutputRequest(
        "web", 1, OutputTarget.File(Log) with { MaxBytes = maxBytes, MaxFiles = maxFiles }, OutputTarget.Null, "c"));

    private string[] Contents(params string[] names) => [.. names.Select(name => File.ReadAllText(Path.Combine(_folder, name)))];
}
