using System.Runtime.Versioning;
using Spinner.Configuration;
using Spinner.Host.Configuration;
using Spinner.Policies;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

[UnsupportedOSPlatform("windows")]
public sealed class ExplainTests
{
    private const string Text = """
        spinner {
          defaults {
            timeout = 7s
            env { A = secret-a }
          }
          children {
            web {
              command = sh
              args = ["-c", "serve it", ${TOKEN}, "{port}"]
              env.B = secret-b
              depends-on { db = started }
              stdout = "logger"
              liveness { exec = ["sh", ${TOKEN}, ${ODD}] }
            }
            db { command = sh, on-demand = on, endpoint = none }
          }
        }
        """;

    [Fact]
    public void Every_value_that_is_no_default_has_the_line_it_comes_from()
    {
        ExplainedChild web = Explain().Children[1];

        Dictionary<string, string?> from = web.Values.ToDictionary(value => value.Key, value => value.From?.Split('/')[^1]);
        Assert.Equal("spinner.conf:8", from["command"]);
        Assert.Equal("spinner.conf:3", from["start-timeout"]);
        Assert.Equal("spinner.conf:4", from["env.A"]);
        Assert.Equal("spinner.conf:10", from["env.B"]);
        Assert.Equal(".env:2", from["env.TOKEN"]);
        Assert.Equal("spinner.conf:11", from["depends-on"]);
        Assert.Equal("spinner.conf:12", from["stdout"]);
        Assert.Equal("spinner.conf:13", from["liveness"]);
        Assert.Equal(".env:3", from["env.ODD"]);
        Assert.Equal(9, from.Values.Count(place => place is not null));
    }

    [Fact]
    public void The_plan_is_resolved_and_shows_no_value_of_the_environment()
    {
        ExplainedFile file = Explain();

        Dictionary<string, string> values = file.Children[1].Values.ToDictionary(value => value.Key, value => value.Value);
        string sh = new HostFiles().FindProgram("sh")!;
        Assert.Equal($"{sh} -c \"serve it\" ${{TOKEN}} {{port}}", values["command"]);
        Assert.Equal(("7 s", "tcp", "7000-7999"), (values["start-timeout"], values["endpoint"], values["port-range"]));
        Assert.Equal(("db started", "logger", "listen"), (values["depends-on"], values["stdout"], values["readiness"]));
        Assert.Contains("/logs/web.log", values["stderr"], StringComparison.Ordinal);
        string all = string.Join('\n', PlanText.Of(file));
        Assert.Contains("exec, " + sh + " ${TOKEN} ${ODD}, every 10 s", all, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", all, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("command = ${X}", "sh", "command", "${X}")]
    [InlineData("command = \"./\"${X}", "tool.sh", "command", "./${X}")]
    [InlineData("script = ${X}", "tool.sh", "command", "${X}")]
    [InlineData("args = [${X}, \"a b\"]", "tool.sh", "command", "${X} \"a b\"")]
    [InlineData("command = sh, cwd = ${X}", "sub/../sub", "cwd", "${X}")]
    [InlineData("command = sh, attempts = ${X}", "007", "attempts", "${X}")]
    [InlineData("command = sh, timeout = ${X}", "90s", "start-timeout", "${X}")]
    [InlineData("command = sh, monitor = [\"*.js\", ${X}]", "sub", "monitor", "\"*.js\" ${X}")]
    [InlineData("command = sh, liveness { exec = [${X}, a], interval = 7s }", "sh", "liveness", "exec ${X} a, interval 7s")]
    [InlineData("command = sh, liveness { exec = [sh, a], interval = ${X} }", "90s", "liveness", "exec sh a, interval ${X}")]
    public void A_value_of_the_environment_is_shown_in_no_form(string child, string value, string key, string shown)
    {
        using ConfigFolder folder = ConfigFolder.Of($"spinner.children.web {{ {child}, endpoint = none }}").Write("tool.sh", "#!/bin/sh\n").Write("sub/file", "");
        File.SetUnixFileMode(folder.PathOf("tool.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        folder.Environment["X"] = value;
        ConfigFile file = folder.Load();
        Assert.Empty(file.Errors);

        ExplainedChild web = Assert.Single(new PlanExplainer(file, new HostFiles()).Explain().Children);

        string told = web.Values.Single(one => one.Key == key).Value;
        string sh = new HostFiles().FindProgram("sh")!;
        Assert.Equal(shown, told.StartsWith($"{sh} ", StringComparison.Ordinal) ? told[(sh.Length + 1)..] : told);
        Assert.EndsWith("spinner.conf:1", web.Values.Single(one => one.Key == key).From, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("command = ${X}", "./sub/../tool.sh", "command \"${X}\" does not exist (${X})")]
    [InlineData("command = sh, cwd = ${X}", "sub/../sub", "cwd \"${X}\" is not a folder (${X})")]
    public void What_is_wrong_at_run_time_is_told_without_a_value_of_the_environment(string child, string value, string shown)
    {
        using ConfigFolder folder = ConfigFolder.Of($"spinner.children.web {{ {child} }}").Write("tool.sh", "#!/bin/sh\n").Write("sub/file", "");
        File.SetUnixFileMode(folder.PathOf("tool.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        folder.Environment["X"] = value;
        ConfigFile file = folder.Load();
        Assert.Empty(file.Errors);
        File.Delete(folder.PathOf("tool.sh"));
        Directory.Delete(folder.PathOf("sub"), recursive: true);
        IReadOnlyList<string> errors = PlanResolver.Resolve(file.Children[0].Spec, file.Options.Defaults, file.Options.MaxStopTimeout, new HostFiles()).Errors;

        StartFailed told = file.Shown(new StartFailed("web", StartFailureReason.InvalidSpec, $"errors: {string.Join(' ', errors)}") { Errors = errors });

        Assert.StartsWith(shown, Assert.Single(told.Errors), StringComparison.Ordinal);
        Assert.Equal($"errors: {told.Errors[0]}", told.Message);
    }

    [Fact]
    public void The_order_of_starts_and_what_waits_to_be_asked_are_told()
    {
        ExplainedFile file = Explain();

        Assert.Equal(["db", "web"], file.StartOrder.Select(layer => Assert.Single(layer)));
        Assert.Equal([true, false], file.Children.Select(child => child.OnDemand));
        Assert.Equal("start order: db, then web", PlanText.Of(file).First());
    }

    private static ExplainedFile Explain()
    {
        using ConfigFolder folder = ConfigFolder.Of(Text).Write(".env", "# of the host\nTOKEN=secret-token\nODD='secret \"a\\b\"\nc'");
        ConfigFile file = folder.Load();
        Assert.Empty(file.Errors);
        return new PlanExplainer(file, new HostFiles()).Explain();
    }
}
