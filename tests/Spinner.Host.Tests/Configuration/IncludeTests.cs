using Spinner.Host.Configuration;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

public sealed class IncludeTests
{
    [Theory]
    [InlineData("include \"more/web.conf\"")]
    [InlineData("include file(\"more/web.conf\")")]
    [InlineData("include required(file(\"more/web.conf\"))")]
    [InlineData("include optional(\"more/web.conf\")")]
    public void An_include_starts_at_the_file_it_stands_in_and_paths_at_the_first_file(string include)
    {
        using ConfigFolder folder = ConfigFolder.Of(include)
            .Write("more/web.conf", "include \"inner.conf\"\nspinner.children.web { command = sh, cwd = more }")
            .Write("more/inner.conf", "spinner.defaults.attempts = 7");

        ConfigFile file = folder.Load();

        Assert.Empty(file.Errors);
        Assert.Equal(7, file.Options.Defaults.Attempts);
        Assert.Equal(folder.Folder, file.Children[0].Spec.BaseDirectory);
        Assert.Equal(
            ["more/inner.conf", "more/web.conf", "spinner.conf"],
            file.Files.Select(path => Path.GetRelativePath(folder.Folder, path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Errors_name_the_included_file_and_its_line()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.children {\n include \"a.conf\"\n}\ninclude \"b.conf\"")
            .Write("a.conf", "web {\n command = sh\n attempts = x\n}")
            .Write("b.conf", "\n\nspinner.tail.lines = y");

        Assert.Equal(
            [
                "a.conf:3: spinner.children.web.attempts: \"x\" is not understood: give a whole number.",
                "b.conf:3: spinner.tail.lines: \"y\" is not understood: give a whole number.",
            ],
            folder.Errors());
    }

    [Fact]
    public void Syntax_errors_of_all_files_are_told_at_once()
    {
        using ConfigFolder folder = ConfigFolder.Of("a = b:c\ninclude \"a.conf\"\nd = e:f").Write("a.conf", "\nx {");

        Assert.Equal(
            ["spinner.conf:1:", "spinner.conf:3:", "a.conf:2:"],
            folder.Errors().Select(error => error[..(error.IndexOf(": ", StringComparison.Ordinal) + 1)]));
    }

    [Fact]
    public void What_comes_later_wins_over_an_include_and_the_other_way_round()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.tail.lines = 1\ninclude \"a.conf\"\nspinner.max-waiters = 2")
            .Write("a.conf", "spinner { tail.lines = 3, max-waiters = 4 }");

        ConfigFile file = folder.Load();

        Assert.Equal((3, 2), (file.Options.TailLines, file.Options.MaxWaiters));
    }

    [Fact]
    public void A_missing_file_is_an_error_unless_it_is_optional()
    {
        using ConfigFolder folder = ConfigFolder.Of("\ninclude \"no.conf\"\ninclude optional(\"nor.conf\")\ninclude \".\"");

        string[] errors = folder.Errors();

        Assert.Equal("spinner.conf:2: include \"no.conf\": there is no such file.", errors[0]);
        Assert.StartsWith("spinner.conf:4: include \".\": cannot be read: it is a folder", errors[1], StringComparison.Ordinal);
        Assert.Equal(2, errors.Length);
    }

    [Fact]
    public void A_circle_is_an_error_that_names_its_files()
    {
        using ConfigFolder folder = ConfigFolder.Of("include \"a.conf\"").Write("a.conf", "\ninclude \"b.conf\"").Write("b.conf", "include \"./a.conf\"");

        Assert.Equal("b.conf:1: include goes in a circle: a.conf includes b.conf includes ./a.conf.", Assert.Single(folder.Errors()));
    }

    [Fact]
    public void One_file_may_be_included_twice()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.children { web { include \"c.conf\" }, db { include \"c.conf\" } }").Write("c.conf", "command = sh");

        Assert.Equal(["sh", "sh"], folder.Load().Children.Select(child => child.Spec.Command));
    }

    [Theory]
    [InlineData("include url(\"http://x\")")]
    [InlineData("include web.conf")]
    [InlineData("include \"\"")]
    [InlineData("include file(\"a.conf\"")]
    public void Another_form_is_an_error(string include)
    {
        using ConfigFolder folder = ConfigFolder.Of(include);

        Assert.StartsWith("spinner.conf:1: include ", Assert.Single(folder.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_may_be_named_include()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.defaults.env { include = 1 }");

        Assert.Equal("1", folder.Load().Options.Defaults.Env!["include"]);
    }
}
