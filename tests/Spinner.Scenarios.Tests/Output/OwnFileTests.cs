using Spinner.Output;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Scenarios.Tests.Output;

/// <summary>Files of output, seen under other names than the one they were opened by.</summary>
public sealed class OwnFileTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spinner-own-").FullName;
    private readonly OutputFactory _factory = new(new OutputSettings { Tell = _ => { } });

    public OwnFileTests()
    {
        Skip.If(OperatingSystem.IsWindows(), "links need a privilege");
        Directory.CreateDirectory(PathOf("release"));
        Directory.CreateDirectory(PathOf("logs"));
        Directory.CreateSymbolicLink(PathOf("current"), "release");
    }

    public void Dispose()
    {
        _factory.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [SkippableFact]
    public void A_link_to_a_file_of_output_is_ours()
    {
        Open("logs/app.log");
        File.CreateSymbolicLink(PathOf("release/today"), "../logs/app.log");
        Assert.True(_factory.IsOwnFile(PathOf("release/today")));
    }

    [SkippableFact]
    public void A_link_to_an_old_file_of_output_is_ours()
    {
        Open("logs/app.log");
        File.WriteAllText(PathOf("logs/app.log.1"), "");
        File.CreateSymbolicLink(PathOf("release/yesterday"), PathOf("logs/app.log.1"));
        Assert.True(_factory.IsOwnFile(PathOf("release/yesterday")));
    }

    [SkippableTheory]
    [InlineData("release/app.log", "current/app.log")]
    [InlineData("current/app.log", "release/app.log")]
    public void A_file_of_output_in_a_linked_folder_is_ours_by_either_path(string opened, string asked)
    {
        Open(opened);
        Assert.True(_factory.IsOwnFile(PathOf(asked)));
        Assert.True(_factory.IsOwnFile(PathOf(asked) + ".1"));
    }

    [SkippableFact]
    public void A_file_of_output_opened_through_a_link_is_ours_by_where_it_lies()
    {
        File.WriteAllText(PathOf("logs/real.log"), "");
        File.CreateSymbolicLink(PathOf("release/app.log"), PathOf("logs/real.log"));
        Open("release/app.log");
        Assert.True(_factory.IsOwnFile(PathOf("logs/real.log")));
    }

    [SkippableFact]
    public void Others_are_not_ours_whatever_their_names()
    {
        Open("logs/app.log");
        File.WriteAllText(PathOf("release/app.log"), "");
        File.CreateSymbolicLink(PathOf("release/link"), "app.log");
        Assert.False(_factory.IsOwnFile(PathOf("release/app.log")));
        Assert.False(_factory.IsOwnFile(PathOf("release/app.log.1")));
        Assert.False(_factory.IsOwnFile(PathOf("release/link")));
        Assert.False(_factory.IsOwnFile(PathOf("release/missing")));
    }

    private string PathOf(string name) => Path.Combine(_root, name);

    private void Open(string name) => _factory.Open(
        new OutputRequest("web", 1, OutputTarget.File(PathOf(name)), OutputTarget.Null, "c"));
}
