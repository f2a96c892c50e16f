using Spinner.Watching;
using Xunit;

namespace Spinner.Actors.Tests.Watching;

public sealed class GlobTests
{
    private static readonly string[] _paths =
    [
        "a", "a.cs", "a.b.cs", "A.CS", ".env", "src/a", "src/a.cs", "src/.hidden/a.cs", "src/lib/a.cs", "src/lib/deep/a.cs", "src/lib/deep/b.txt",
        "lib/src/a.cs", "srca/a.cs", "src/a.cs/b", "test/lib/a.cs", "x y/a.cs",
    ];

    public static TheoryData<string> Patterns() =>
    [
        "*", "*.*", "*.cs", "a*", "*a*.cs", "**", "**/*", "**/*.cs", "**.cs", "src/*", "src/*.cs", "src/**", "src/", "src/**/*.cs", "src/**/a.cs", "**/lib/**",
        "**/lib/*", "**/a.cs", "*/a.cs", "*/*/*", "src/**/deep/*", "**/src/**/a.cs", "s*c/a*", "./src/*.cs", "src/lib", "a", "**/deep/**/*.txt", "x */a.cs",
    ];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Folder_that_holds_a_match_is_never_skipped(string pattern)
    {
        Glob glob = new(pattern);

        Assert.All(_paths.Where(path => glob.IsMatch(path) && path.Contains('/')), path => Assert.All(
            Enumerable.Range(0, path.Length).Where(at => path[at] == '/'),
            slash => Assert.True(glob.MayMatchBelow(path[..slash]), path)));
    }

    [Theory]
    [InlineData("*.cs", "src")]
    [InlineData("src/*.cs", "src/lib")]
    [InlineData("src/**/*.cs", "test")]
    [InlineData("*/a.cs", "src/lib")]
    public void Folder_that_cannot_hold_a_match_is_skipped(string pattern, string folder) => Assert.False(new Glob(pattern).MayMatchBelow(folder));

    [Theory]
    [InlineData("src/**/*.cs", "src/a/b/c.cs", true)]
    [InlineData("src/**/*.cs", "src/c.cs", true)]
    [InlineData("src/**/*.cs", "src/c.js", false)]
    [InlineData("src/*.cs", "src/a/b.cs", false)]
    [InlineData("src/", "src/a/b", true)]
    public void Two_stars_stand_for_any_number_of_folders_and_one_for_a_part_of_a_name(string pattern, string path, bool isMatch) =>
        Assert.Equal(isMatch, new Glob(pattern).IsMatch(path));
}
