using Microsoft.Extensions.Time.Testing;
using Spinner.Output;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Output;

/// <summary>Files that somebody takes away while they are written, or that cannot be made at first. Real files in virtual time.</summary>
public sealed class LostFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-lost-file-").FullName;
    private readonly List<string> _told = [];
    private readonly FakeTimeProvider _time = new();
    private readonly OutputFactory _factory;

    public LostFileTests() => _factory = new OutputFactory(new OutputSettings { Tell = _told.Add, Time = _time });

    private string Log => Path.Combine(_folder, "app.log");

    public void Dispose()
    {
        _factory.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_removed_file_is_made_again()
    {
        IRunOutput run = Open();
        run.Write(false, "before\n"u8);
        File.Delete(Log);
        _time.Advance(FileSink.LookEvery);
        run.Write(false, "after\n"u8);
        Assert.Equal("after\n", File.ReadAllText(Log));
        Assert.Empty(_told);
    }

    [SkippableFact]
    public void A_renamed_file_gets_no_more_and_the_one_in_its_place_does()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Elsewhere the system does not tell where an open file lies.");
        IRunOutput run = Open();
        run.Write(false, "before\n"u8);
        File.Move(Log, Log + "-yesterday");
        File.WriteAllText(Log, "other\n");
        _time.Advance(FileSink.LookEvery);
        run.Write(false, "after\n"u8);
        Assert.Equal("other\nafter\n", File.ReadAllText(Log));
        Assert.Equal("before\n", File.ReadAllText(Log + "-yesterday"));
    }

    [Fact]
    public void A_file_that_stays_is_not_opened_anew()
    {
        int opened = 0;
        FileSink sink = new(Log, path => Count(path, ref opened), _told.Add, _time);
        for (int second = 0; second < 5; second++)
        {
            _time.Advance(FileSink.LookEvery);
            sink.Write("line\n"u8);
        }

        sink.Close();
        Assert.Equal(1, opened);
    }

    [SkippableFact]
    public void A_file_that_cannot_be_made_again_is_told_once()
    {
        Skip.If(OperatingSystem.IsWindows(), "An open file keeps its name there.");
        IRunOutput run = Open();
        File.Delete(Log);
        Directory.CreateDirectory(Log);
        for (int second = 0; second < 3; second++)
        {
            _time.Advance(FileSink.LookEvery);
            run.Write(false, "lost\n"u8);
        }

        Assert.Contains(Log, Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_for_which_there_is_no_room_yet_is_an_outage_until_it_can_be_opened()
    {
        bool isFull = true;
        List<OutputIncident> incidents = [];
        FileSink sink = new(Log, path => isFull ? throw new NoRoomException("no", "No space") : AppendFile.Open(path), _told.Add, _time);
        sink.Join(OutputTarget.File(Log) with { MaxBytes = 4 }, "web", incidents.Add);
        Assert.Equal([(false, 0L)], incidents.Select(incident => (incident.IsOver, incident.LostBytes)));

        sink.Write("12345"u8);
        isFull = false;
        sink.Write("67890"u8);
        Assert.Single(incidents);
        _time.Advance(FileSink.LookEvery);
        sink.Write("abc\n"u8);
        sink.Close();
        Assert.Equal([(false, 0L), (true, 10L)], incidents.Select(incident => (incident.IsOver, incident.LostBytes)));
        Assert.Equal("abc\n", File.ReadAllText(Log));
        Assert.Equal(incidents.Select(incident => incident.Message), _told);
    }

    private static AppendFile Count(string path, ref int opened)
    {
        opened++;
        return AppendFile.Open(path);
    }

    private IRunOutput Open() => _factory.Open(
        new OutputRequest("web", 1, OutputTarget.File(Log) with { MaxBytes = 0 }, OutputTarget.Null, "c"));
}
