using Spinner.Host.Configuration;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

public sealed class FileDifferenceTests
{
    private const string Before = """
        spinner {
          kill-timeout = 5s
          host.log.level = debug
          defaults { env { D = 1 } }
          children {
            same { command = sh, args = ["a", "b"], readiness { exec = ["sh", "-c", "true"] }, env { S = 1 } }
            gone { command = sh }
            args { command = sh, args = ["a", "b"] }
            demand { command = sh, env { S = 1 } }
          }
        }
        """;

    [Fact]
    public void Only_what_differs_is_told()
    {
        FileDifference difference = Between(Before, """
            spinner {
              kill-timeout = "5 s"
              host { log.level = information, children-logs = on }
              tail.lines = 7
              defaults { env { D = 1 } }
              children {
                added { command = sh }
                demand { command = sh, on-demand = on, env { S = 1 } }
                args { command = sh, args = ["a b"], stop-timeout = 3s }
                same { env { S = 1 }, args = [a, b], command = "sh", readiness.exec = ["sh", "-c", "true"], attempts = 3 }
              }
            }
            akka.loglevel = DEBUG
            """);

        Assert.Equal(["added"], difference.Added.Select(name => name.Value));
        Assert.Equal(["gone"], difference.Removed.Select(name => name.Value));
        Assert.Equal(["same"], difference.Unchanged.Select(name => name.Value));
        Assert.Equal(["args", "demand"], difference.Changed.Select(child => child.Name.Value));
        Assert.Equal(["args", "stop-timeout"], difference.Changed[0].Keys);
        Assert.Equal(["idle-time", "on-demand"], difference.Changed[1].Keys);
        Assert.Equal([false, true], difference.Changed.Select(child => child.RunsOn));
        Assert.Equal(["akka.loglevel", "spinner.host.log.level", "spinner.tail.lines"], difference.SettingsThatNeedRestart);
    }

    [Fact]
    public void The_same_file_differs_in_nothing()
    {
        FileDifference difference = Between(Before, Before);

        Assert.Equal((0, 0, 0, 4, 0), (difference.Added.Count, difference.Removed.Count, difference.Changed.Count, difference.Unchanged.Count, difference.SettingsThatNeedRestart.Count));
    }

    [Fact]
    public void A_changed_default_changes_the_children_that_do_not_override_it()
    {
        FileDifference difference = Between(
            "spinner.defaults.attempts = 1\nspinner.children { a { command = sh }, b { command = sh, attempts = 5 } }",
            "spinner.defaults.attempts = 2\nspinner.children { a { command = sh }, b { command = sh, attempts = 5 } }");

        Assert.Equal(["attempts"], Assert.Single(difference.Changed).Keys);
        Assert.Equal("b", Assert.Single(difference.Unchanged).Value);
        Assert.Empty(difference.SettingsThatNeedRestart);
    }

    [Fact]
    public void A_changed_env_file_changes_the_environment_of_its_child()
    {
        const string File = "spinner.children { a { command = sh, env-file = a.env }, b { command = sh } }";
        using ConfigFolder folder = ConfigFolder.Of(File).Write("a.env", "A=1");
        ConfigFile before = folder.Load();

        FileDifference difference = FileDifference.Between(before, folder.Write("a.env", "A=2").Load());

        Assert.Equal(["env"], Assert.Single(difference.Changed).Keys);
        Assert.Equal("b", Assert.Single(difference.Unchanged).Value);
    }

    private static FileDifference Between(string one, string other)
    {
        using ConfigFolder folder = ConfigFolder.Of(one);
        ConfigFile before = folder.Load(ConfigUse.Daemon);
        ConfigFile after = folder.Write("spinner.conf", other).Load(ConfigUse.Daemon);
        Assert.Empty(before.Errors.Concat(after.Errors));
        return FileDifference.Between(before, after);
    }
}
