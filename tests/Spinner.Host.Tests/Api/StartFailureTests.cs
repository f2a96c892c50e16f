using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Xunit;

namespace Spinner.Host.Tests.Api;

[UnsupportedOSPlatform("windows")]
[Collection(ApiTests.Name)]
public sealed class StartFailureTests(ApiHost host)
{
    [Fact]
    public async Task A_child_that_ends_is_told_with_its_exit_and_its_last_lines()
    {
        JsonObject problem = (await host.Start(host.NewName(), ApiHost.Spec("exit-at-once", "7", "the reason"))).AssertProblem(502, "exited");

        Assert.Equal(7, (int?)problem["exit"]!["code"]);
        Assert.Equal(["the reason"], problem["stderr"]!.AsArray().Select(line => (string)line!));
    }

    [Fact]
    public async Task A_child_that_is_not_ready_in_time_is_told_so()
    {
        JsonObject body = ApiHost.Spec("never-bind");
        body["timeout"] = 0.5;

        JsonObject problem = (await host.Start(host.NewName(), body)).AssertProblem(504, "timed_out");

        Assert.Contains("waiting for something", (string?)problem["stderr"]![0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_cannot_be_spawned_is_told_so()
    {
        string file = Path.Combine(Path.GetDirectoryName(host.Socket)!, "no-program");
        await File.WriteAllTextAsync(file, "neither a script nor a program");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        (await host.Start(host.NewName(), new JsonObject { ["command"] = file })).AssertProblem(502, "spawn_failed");
    }

    [Fact]
    public async Task A_faulted_child_says_when_to_try_again()
    {
        string name = host.NewName();
        JsonObject body = ApiHost.Spec("exit-at-once", "1");
        body["attempts"] = 1;
        body["faultTimeout"] = "10 min";

        (await host.Start(name, body.DeepClone().AsObject())).AssertProblem(502, "exited");
        Answer faulted = await host.Start(name, body);

        Assert.InRange((double)faulted.AssertProblem(409, "faulted")["retryAfter"]!, 500, 600);
        Assert.InRange(faulted.Response!.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 500, 600);
        JsonObject shown = (await host.Get(ApiHost.PathOf(name))).Json;
        Assert.Equal("faulted", (string?)shown["state"]);
        Assert.InRange((double)shown["retryAfterSeconds"]!, 500, 600);
        Assert.Equal("exited", (string?)shown["lastError"]!["code"]);
    }

    [Fact]
    public async Task No_free_port_is_told_so()
    {
        using Socket taken = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        int port = ((IPEndPoint)taken.LocalEndPoint!).Port;
        JsonObject body = ApiHost.Spec("serve");
        body["portRange"] = new JsonArray(port, port);

        Assert.Contains($"{port}", (string?)(await host.Start(host.NewName(), body)).AssertProblem(503, "no_port")["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dependency_that_fails_is_told_with_its_lines()
    {
        string other = host.NewName();
        (await host.Start(other, ApiHost.Spec("exit-at-once", "3", "no database"))).AssertProblem(502, "exited");
        JsonObject body = ApiHost.Spec("serve");
        body["dependsOn"] = new JsonObject { [other] = "started" };

        JsonObject problem = (await host.Start(host.NewName(), body)).AssertProblem(502, "dependency_failed");

        Assert.Contains(other, (string?)problem["detail"], StringComparison.Ordinal);
        Assert.Equal("no database", (string?)problem["stderr"]![0]);
    }

    [Fact]
    public async Task A_build_that_fails_is_told_with_the_lines_of_the_compiler()
    {
        string script = Path.Combine(Path.GetDirectoryName(host.Socket)!, "broken.cs");
        await File.WriteAllTextAsync(script, "this is no C#");
        JsonObject body = new() { ["script"] = script, ["buildTimeout"] = 0.2 };

        (await host.Start(host.NewName(), body)).AssertProblem(502, "build_failed");
    }

    [Fact]
    public async Task A_start_that_is_stopped_meanwhile_is_told_so()
    {
        string name = host.NewName();
        Task<Answer> start = host.Start(name, ApiHost.Spec("never-bind"));
        await host.Until(name, child => (string?)child["state"] == "starting");

        await host.Post(ApiHost.PathOf(name, "stop"));

        (await start).AssertProblem(409, "stopped");
    }

    [Fact]
    public async Task Every_error_of_a_spec_is_told_at_once_in_its_own_names()
    {
        JsonObject problem = (await host.Start("x", new JsonObject
        {
            ["name"] = "y",
            ["comand"] = "node",
            ["args"] = "one",
            ["env"] = new JsonObject { ["A"] = new JsonArray(ApiHost.Secret) },
            ["timeout"] = "5",
            ["stopTimeout"] = -1,
            ["attempts"] = 0,
            ["readiness"] = new JsonObject { ["http"] = "/", ["intervall"] = 1 },
            ["restart"] = "sometimes",
        })).AssertProblem(422, "invalid_spec");

        Assert.Equal(
            [
                "name is another one than \"x\" in the path: leave it out.",
                "\"comand\" is no option of a child; did you mean \"command\"?",
                "args is not a list of texts.",
                "env \"A\" is not a text.",
                "timeout \"5\" is not understood: give a time with its unit, such as 500 ms, 30s or 5 min.",
                "readiness.intervall is no key of Spinner; did you mean \"interval\"?",
                "restart \"sometimes\" is not understood: give tolerance, always, on-failure or never.",
                "stopTimeout -1 s is out of range: give 0 s to 5 min (spinner.max-stop-timeout).",
                "attempts 0 is out of range: give 1-1000.",
            ],
            problem["errors"]!.AsArray().Select(error => (string)error!).OrderBy(error => error.Contains("out of range", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_only_the_machine_can_tell_is_told_in_the_names_of_the_body()
    {
        JsonObject problem = (await host.Start("x", new JsonObject { ["command"] = "no-such-program-anywhere", ["idleTime"] = 0, ["baseDirectory"] = "here" }))
            .AssertProblem(422, "invalid_spec");

        string[] errors = [.. problem["errors"]!.AsArray().Select(error => (string)error!)];
        Assert.Contains(errors, error => error.StartsWith("idleTime 0 s is out of range", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.StartsWith("baseDirectory \"here\" is relative", StringComparison.Ordinal));
    }
}
