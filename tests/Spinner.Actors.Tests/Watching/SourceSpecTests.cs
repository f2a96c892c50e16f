using Spinner.Watching;
using Xunit;

namespace Spinner.Actors.Tests.Watching;

/// <summary>What a request names. The paths exist nowhere.</summary>
public sealed class SourceSpecTests
{
    private static readonly string _base = Absolute("nowhere/app");

    [Fact]
    public void Glob_is_about_the_folder_before_its_first_wildcard()
    {
        SourceSpec spec = Single(["src/*/lib/*.js"]);

        Assert.Equal(In("src"), spec.Root);
        Assert.True(spec.Includes(In("src/x/lib/a.js")));
        Assert.False(spec.Includes(In("src/x/lib/a.css")));
        Assert.True(spec.MayHold(In("src/x")));
        Assert.False(spec.MayHold(In("src/x/test")));
        Assert.False(spec.RootCounts);
    }

    [Fact]
    public void Path_without_wildcard_is_itself_with_all_below()
    {
        SourceSpec spec = Single(["src/"]);

        Assert.Equal(In("src"), spec.Root);
        Assert.True(spec.Includes(In("src/x/lib/a.js")));
        Assert.True(spec.MayHold(In("src/x")));
        Assert.True(spec.RootCounts);
    }

    [Fact]
    public void Globs_below_one_folder_are_one_source()
    {
        SourceSpec spec = Single(["src/**/*.js", "src/**/*.css"]);

        Assert.True(spec.Includes(In("src/a.js")));
        Assert.True(spec.Includes(In("src/a.css")));
        Assert.False(spec.Includes(In("src/a.txt")));
    }

    [Theory]
    [InlineData("*.log", "src/deep/x.log", true)]
    [InlineData("*.log", "src/deep/x.js", false)]
    [InlineData("dist", "src/deep/dist", true)]
    [InlineData("dist/", "src/deep/dist", true)]
    [InlineData("src/dist", "src/dist", true)]
    [InlineData("src/dist/", "src/dist", true)]
    [InlineData("src/dist", "src/deep/dist", false)]
    [InlineData("./src/*/tmp", "src/deep/tmp", true)]
    [InlineData("src/**/tmp", "src/a/b/tmp", true)]
    [InlineData("src/dist/**", "src/dist/x", true)]
    [InlineData("../app/src/*.tmp", "src/x.tmp", true)]
    public void Exclusion_without_slash_is_a_name_and_with_one_a_path_from_the_base(string glob, string path, bool isExcluded) =>
        Assert.Equal(isExcluded, Single(["."], [glob]).Excludes(In(path)));

    [Fact]
    public void Absolute_exclusion_is_taken_as_it_is() => Assert.True(Single(["src"], [In("src/*.tmp")]).Excludes(In("src/a.tmp")));

    [Fact]
    public void Wildcards_in_the_name_of_the_base_folder_are_no_wildcards()
    {
        string odd = Absolute("nowhere/a*b");
        SourceSpec spec = Assert.Single(SourceSpec.Of(new WatchRequest(odd, [Absolute("nowhere")], ["sub/*.tmp"])).Sources);

        Assert.True(spec.Excludes(Path.Combine(odd, "sub", "x.tmp")));
        Assert.False(spec.Excludes(Absolute("nowhere/axb/sub/x.tmp")));
    }

    [Theory]
    [InlineData(".git")]
    [InlineData("node_modules")]
    [InlineData("__pycache__")]
    [InlineData(".app.js.swp")]
    [InlineData("app.js~")]
    public void What_is_nobodys_source_is_left_out_at_any_depth(string name) => Assert.True(Single(["."]).Excludes(In("src/" + name)));

    [Fact]
    public void What_an_include_names_is_not_left_out() =>
        Assert.False(Single(["**/node_modules/mine/*.js"]).Excludes(In("node_modules")));

    [Fact]
    public void Requests_that_mean_the_same_share_their_source()
    {
        string other = Absolute("nowhere/other");
        SourceSpec one = Single(["src"], ["*.log", In("x/y")]);
        SourceSpec two = Assert.Single(SourceSpec.Of(new WatchRequest(other, [In("src")], ["../app/x/y", "*.log", "*.log"])).Sources);
        SourceSpec three = Assert.Single(SourceSpec.Of(new WatchRequest(other, [In("src")], ["x/y", "*.log"])).Sources);

        Assert.Equal(one.Key, two.Key);
        Assert.NotEqual(one.Key, three.Key);
    }

    [Fact]
    public void Relative_path_is_refused_with_a_sentence_that_names_it()
    {
        (IReadOnlyList<SourceSpec> sources, string? error) = SourceSpec.Of(new WatchRequest(_base, ["src"], []));

        Assert.Empty(sources);
        Assert.Equal("'src' cannot be watched: it is no absolute path.", error);
    }

    private static SourceSpec Single(string[] include, string[]? exclude = null) =>
        Assert.Single(SourceSpec.Of(new WatchRequest(_base, [.. include.Select(path => _base + "/" + path)], exclude ?? [])).Sources);

    private static string In(string path) => Path.Combine(_base, path.Replace('/', Path.DirectorySeparatorChar));

    private static string Absolute(string path) => Path.GetFullPath("/" + path);
}
