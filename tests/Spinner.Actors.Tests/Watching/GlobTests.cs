using Microsoft.Extensions.FileSystemGlobbing;
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
    public void Glob_matches_what_the_globbing_library_matches(string pattern)
    {
        Matcher library = new(OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);
        library.AddInclude(pattern);
        Glob glob = new(pattern);

        Assert.Equal(_paths.Where(path => library.Match(path).HasMatches), _paths.Where(glob.IsMatch));
    }

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
    [InlineData("?.cs", "a.cs", true)]
    [InlineData("?.cs", "ab.cs", false)]
    [InlineData("a?/b", "ac/b", true)]
    [InlineData("a?b", "a/b", false)]
    public void Question_mark_is_one_character_of_a_name(string pattern, string path, bool isMatch) => Assert.Equal(isMatch, new Glob(pattern).IsMatch(path));
}
