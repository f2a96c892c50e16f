using Xunit;

namespace Spinner.Host.Tests.Configuration;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("spinner {\n children = [ }", "spinner.conf:2: '}' where ']' is due, for the '[' of line 2.")]
    [InlineData("spinner {\n\n defaults { a = 1 ]", "spinner.conf:3: ']' where '}' is due, for the '{' of line 3.")]
    [InlineData("spinner {\n children {\n }\n", "spinner.conf:1: '{' is never closed.")]
    [InlineData("a = [1,\n 2", "spinner.conf:1: '[' is never closed.")]
    [InlineData("# {\nspinner { } }", "spinner.conf:2: '}' closes nothing.")]
    [InlineData("a = 1\na = \"open\nb = 2", "spinner.conf:2: a quote is never closed.")]
    [InlineData("a = \"\"\"open\n\n", "spinner.conf:1: a quote is never closed.")]
    [InlineData("{ a = 1 }\nb = 2", "spinner.conf:2: there is text after the '}' that ends the file's section.")]
    [InlineData("a = \"c:\\dir\"", "spinner.conf:1: '\\d' is no escape")]
    [InlineData("a = [ 1 /* one\n */ ]", "spinner.conf:1: '/*' begins no comment in HOCON")]
    [InlineData("/* a = 1\n b = 2 */\nc = 3", "spinner.conf:1: '/*' begins no comment in HOCON")]
    [InlineData("a = http://host", "spinner.conf:1: ':' stands in a text without quotes")]
    [InlineData("a = $HOME", "spinner.conf:1: '$' stands in a text without quotes: write ${NAME}")]
    [InlineData("a = ${HOME", "spinner.conf:1: '${' is not closed")]
    [InlineData("a =\nb = 2", "spinner.conf:1: a value is missing")]
    [InlineData("a = [1,,2]", "spinner.conf:1: a value is missing")]
    [InlineData("a\nb = 2", "spinner.conf:1: '=' or '{' is due after the key a.")]
    [InlineData("= 2", "spinner.conf:1: a key is missing before '='.")]
    [InlineData("a..b = 2", "spinner.conf:1: a key is missing before '.'.")]
    [InlineData(", a = 2", "spinner.conf:1: a key is missing before ','.")]
    public void Broken_text_is_told_with_its_line(string text, string error)
    {
        using ConfigFolder folder = ConfigFolder.Of(text);

        Assert.StartsWith(error, Assert.Single(folder.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_broken_entries_are_told_at_once()
    {
        using ConfigFolder folder = ConfigFolder.Of("""
            a = b:c
            x {
              one = $2, two = "\q", three = [ 1, d=e, 2 ], good = 1
              env { F = g=h }
            }
            last
            """);

        Assert.Equal([1, 3, 3, 3, 4, 6], folder.Load().Errors.Select(error => error.Line!.Value));
    }

    [Theory]
    [InlineData("""spinner.children { web { command = "sh" }, db { command = "sh" } }""")]
    [InlineData("""{ "spinner": { "children": { "web": { "command": "sh" }, "db": { "command": "sh" } } } }""")]
    [InlineData("spinner\n{\r\n  children.web.command = sh // tail\r\n  children { db { command = sh } # more\n } }")]
    [InlineData("\ufeffspinner.children.web { command : sh }\nspinner { children.db.command = \"\"\"sh\"\"\" }")]
    [InlineData("spinner.children.web { command = [nonsense] }\nspinner.children.web { command = sh }\nspinner.children.db.command = sh")]
    public void Every_way_of_writing_is_read_alike(string text)
    {
        using ConfigFolder folder = ConfigFolder.Of(text);

        Assert.Empty(folder.Errors());
        Assert.Equal(["db", "web"], folder.Load().Children.Select(child => child.Spec.Name.Value));
        Assert.All(folder.Load().Children, child => Assert.Equal("sh", child.Spec.Command));
    }

    [Fact]
    public void Quotes_escapes_and_spaces_reach_the_child_as_written()
    {
        using ConfigFolder folder = ConfigFolder.Of("""""
            spinner.children.web {
              command = sh
              args = [ a b , "q \" \\ \t é \u0041", """raw \n "x"""", null-ish, "${HOME}" ]
              args += last one
            }
            """"");

        Assert.Equal(["a b", "q \" \\ \t é A", "raw \\n \"x\"", "null-ish", "${HOME}", "last one"], folder.Load().Children[0].Spec.Args);
    }

    [Fact]
    public void Too_deep_a_nesting_is_an_error_and_no_crash()
    {
        using ConfigFolder folder = ConfigFolder.Of($"a = {new string('[', 100_000)}");
        Assert.Contains("nested too deeply", Assert.Single(folder.Errors()), StringComparison.Ordinal);

        folder.Write("spinner.conf", string.Concat(Enumerable.Repeat("a {", 100_000)));
        Assert.Contains("nested too deeply", Assert.Single(folder.Errors()), StringComparison.Ordinal);
    }
}
