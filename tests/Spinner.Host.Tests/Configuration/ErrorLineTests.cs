using Spinner.Host.Configuration;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

public sealed class ErrorLineTests
{
    [Fact]
    public void Every_wrong_value_is_told_with_the_line_of_its_key()
    {
        using ConfigFolder folder = ConfigFolder.Of("""
            spinner {
              kill-timeout = 2 h
              tail { lines = -1
                     lin = 5 }
              defaults {
                attempts = 0
                env { GOOD = 1 }
              }
              children {
                web {
                  command = sh
                  restart = sometimes
                  args = [ "a",
                           {} ]
                  liveness {
                    http = "x"
                    grace = 2 d
                  }
                }
                "my.app" { script = "missing.js"
                           stop-timeout = 1 h }
                "a b".command = "no-such-program"
              }
            }
            spinner.children.web.success-codes = [0, 300]
            spinner.children."my.app".port-range = "9-8"
            """);

        ConfigError[] errors = [.. folder.Load().Errors];

        (int, string)[] expected =
        [
            (2, "spinner.kill-timeout"),
            (3, "spinner.tail.lines"),
            (4, "spinner.tail.lin"),
            (6, "spinner.defaults.attempts"),
            (12, "spinner.children.web.restart"),
            (13, "spinner.children.web.args"),
            (16, "spinner.children.web.liveness"),
            (17, "spinner.children.web.liveness"),
            (20, "spinner.children.\"my.app\".script"),
            (21, "spinner.children.\"my.app\".stop-timeout"),
            (22, "spinner.children.\"a b\".command"),
            (25, "spinner.children.web.success-codes"),
            (26, "spinner.children.\"my.app\".port-range"),
        ];
        Assert.Equal(expected, errors.Select(error => (error.Line!.Value, error.Key!)));
    }

    [Theory]
    [InlineData("spinner.defaults.attempts = x\nspinner.defaults.attempts = y", 2, "\"y\"")]
    [InlineData("spinner {\n defaults { attempts = x } }\nspinner.\"defaults\" { \"attempts\" : y }", 3, "\"y\"")]
    [InlineData("spinner.defaults.success-codes = [0]\n\nspinner.defaults.success-codes += 900", 3, "900")]
    public void The_last_of_several_definitions_counts(string text, int line, string value)
    {
        using ConfigFolder folder = ConfigFolder.Of(text);

        ConfigError error = Assert.Single(folder.Load().Errors);

        Assert.Equal(line, error.Line);
        Assert.StartsWith(value, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_about_a_whole_child_has_the_line_that_names_it_first()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.children {\n a { attempts = 1 }\n}\nspinner.children.a.attempts = 2");

        ConfigError error = Assert.Single(folder.Load().Errors);

        Assert.Equal((2, "spinner.children.a"), (error.Line!.Value, error.Key));
        Assert.Contains("all missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_at_odds_with_the_defaults_has_their_line()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.defaults {\n backoff-max = 5s\n log-max-size = 1 kB }\nspinner.children.a { command = sh, backoff = 10s, stdout = \"file:x\" }");

        ConfigError[] errors = [.. folder.Load().Errors];

        Assert.Equal([(3, "spinner.children.a.log-max-size"), (4, "spinner.children.a.backoff")], errors.Select(error => (error.Line!.Value, error.Key)));
    }

    [Fact]
    public void Dependencies_have_the_line_of_the_name_depended_on()
    {
        using ConfigFolder folder = ConfigFolder.Of("""
            spinner.children {
              a { command = sh, depends-on {
                b = started
                cache = started
                d = healthily } }
              b { command = sh,
                depends-on { a = started } }
            }
            """);

        Assert.Equal(
            [
                "spinner.conf:2: spinner.children: depends-on goes in a circle, \"a\" on \"b\" on \"a\": take one of these dependencies out.",
                "spinner.conf:4: spinner.children.a.depends-on: \"cache\" is no child of this configuration.",
                "spinner.conf:5: spinner.children.a.depends-on.d: \"healthily\" is not understood: give started, healthy or completed.",
            ],
            folder.Errors());
    }

    [Fact]
    public void A_typing_error_in_a_key_is_told_with_the_key_that_was_meant()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.childen { }\nspinner.host.api.tcp.lisen = x\nspiner { a = 1 }");

        ConfigFile file = folder.Load();

        Assert.Equal(
            [
                "spinner.conf:1: spinner.childen: is no key of Spinner; did you mean \"children\"?",
                "spinner.conf:2: spinner.host.api.tcp.lisen: is no key of Spinner; did you mean \"api.tcp.listen\"?",
            ],
            folder.Relative(file.Errors));
        Assert.Equal(["spinner.conf:3: spiner: is no section of Spinner; did you mean \"spinner\"?"], folder.Relative(file.Warnings));
    }

    [Fact]
    public void A_typing_error_does_not_make_errors_of_what_is_right()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.defaults.attempts = 0\nspinner.children.web { comand = sh, args = [a], cwd = nowhere }\nspinner.children.db { command = sh }");

        Assert.Equal(
            [(1, "spinner.defaults.attempts"), (2, "spinner.children.web.comand"), (2, "spinner.children.web.cwd")],
            folder.Load().Errors.Select(error => (error.Line!.Value, error.Key!)));
    }
}
