using System.Text.Json.Nodes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Api;

[Collection(ApiTests.Name)]
public sealed class ChildTests(ApiHost host)
{
    [Fact]
    public async Task A_start_answers_where_the_child_listens()
    {
        string name = host.NewName();
        JsonObject started = await host.Started(name, ApiHost.Spec("serve"));
        int port = (int)started["endpoint"]!["port"]!;
        int pid = (int)started["pid"]!;
        started.Remove("journey");

        Assert.True(JsonNode.DeepEquals(started, JsonNode.Parse($$"""
            {
              "name": "{{name}}",
              "endpoint": { "kind": "tcp", "host": "127.0.0.1", "port": {{port}}, "url": "http://127.0.0.1:{{port}}/" },
              "pid": {{pid}}, "run": 1, "specDiffers": false
            }
            """)), started.ToJsonString());
        Assert.True(Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task A_child_is_shown_with_its_spec_and_hidden_environment()
    {
        string name = host.NewName();
        JsonObject started = await host.Started(name, ApiHost.Spec("serve"));
        JsonObject child = (await host.Get(ApiHost.PathOf(name))).Json;

        Assert.Equal(2, child["transitions"]!.AsArray().Count);
        Assert.InRange((double)child["uptimeSeconds"]!, 0, 60);
        foreach (string part in new[] { "transitions", "uptimeSeconds" })
            child.Remove(part);
        Assert.True(JsonNode.DeepEquals(child, JsonNode.Parse($$"""
            {
              "name": "{{name}}", "state": "started", "version": 2, "run": 1, "pid": {{started["pid"]}},
              "endpoint": {{started["endpoint"]!.ToJsonString()}},
              "restarts": 0, "failedStarts": 0, "cause": "listens on {{started["endpoint"]!["url"]}}", "health": "unknown", "update": "none",
              "leases": 0, "isPinned": false, "isWatchSuspended": false, "origin": "hand",
              "spec": {
                "command": "{{TestChild.Program}}", "args": ["serve"], "baseDirectory": "{{Repository.Root}}", "env": { "PASSWORD": "***" },
                "timeout": 30, "stopTimeout": 20, "portRange": "21000-21999"
              }
            }
            """)), child.ToJsonString());
    }

    [Fact]
    public async Task A_list_has_every_child_by_name_and_no_transitions()
    {
        string first = host.NewName("list-a");
        string second = host.NewName("list-b");
        await host.Started(second, ApiHost.Spec("serve"));
        await host.Started(first, ApiHost.Spec("serve"));

        JsonArray children = (await host.Get("/v1/children")).Json["children"]!.AsArray();
        string[] names = [.. children.Select(child => (string)child!["name"]!)];

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Contains(first, names);
        Assert.Contains(second, names);
        Assert.All(children, child => Assert.False(child!.AsObject().ContainsKey("transitions")));
        Assert.All(children, child => Assert.False(child!.AsObject().ContainsKey("usage")));
    }

    [Theory]
    [InlineData("/v1/children?usage=true")]
    [InlineData("/v1/children?usage")]
    public async Task Usage_counts_the_whole_group_of_each_child(string path)
    {
        string name = host.NewName();
        await host.Started(name, ApiHost.Spec("serve-with-grandchild"));

        // A look serves all who look within half a second; this one may be from before the child.
        while (!(await host.Get($"{ApiHost.PathOf(name)}?usage=1")).Json.ContainsKey("usage"))
        {
        }

        JsonNode listed = (await host.Get(path)).Json["children"]!.AsArray().Single(child => (string)child!["name"]! == name)!;
        JsonNode one = (await host.Get($"{ApiHost.PathOf(name)}?usage=1")).Json;

        Assert.All(new[] { listed, one }, child =>
        {
            Assert.InRange((int)child["usage"]!["processes"]!, 2, 10);
            Assert.InRange((long)child["usage"]!["memoryBytes"]!, 1_000_000, 1_000_000_000);
            Assert.InRange((double)child["usage"]!["cpuSeconds"]!, 0, 60);
        });
    }

    [Fact]
    public async Task A_stopped_child_is_started_again_by_its_name_alone()
    {
        string name = host.NewName();
        await host.Started(name, ApiHost.Spec("serve"));

        Answer stopped = await host.Post(ApiHost.PathOf(name, "stop"));
        Assert.True(JsonNode.DeepEquals(stopped.Json, JsonNode.Parse($$"""
            { "name": "{{name}}", "outcome": "exited", "exit": { "signal": "SIGTERM" }, "survivors": [] }
            """)), stopped.Text);
        Assert.True((bool)(await host.Get(ApiHost.PathOf(name))).Json["isPinned"]!);

        Answer again = await host.Start(name, null);
        Assert.Equal(2, (int)again.Json["run"]!);
        Assert.Equal(2, (int)(await host.Start(name, [])).Json["run"]!);
    }

    [Fact]
    public async Task A_stop_without_pin_leaves_it_to_be_started_on_demand()
    {
        string name = host.NewName();
        await host.Started(name, ApiHost.Spec("serve"));

        await host.Post($"{ApiHost.PathOf(name, "stop")}?pin=false");

        Assert.False((bool)(await host.Get(ApiHost.PathOf(name))).Json["isPinned"]!);
        Assert.Equal("alreadyStopped", (string?)(await host.Post(ApiHost.PathOf(name, "stop"))).Json["outcome"]);
    }

    [Fact]
    public async Task Another_spec_is_said_to_differ_and_applied_by_a_restart()
    {
        string name = host.NewName();
        await host.Started(name, ApiHost.Spec("serve"));
        JsonObject other = ApiHost.Spec("serve", "--banner", "other");

        Assert.True((bool)(await host.Started(name, other.DeepClone().AsObject()))["specDiffers"]!);
        Answer restarted = await host.Post(ApiHost.PathOf(name, "restart"), other);
        Assert.Equal(2, (int)restarted.Json["run"]!);
        Assert.False((bool)restarted.Json["specDiffers"]!);
        Assert.Equal(3, (int)(await host.Post(ApiHost.PathOf(name, "restart"))).Json["run"]!);
        Assert.Equal("other", (string?)(await host.Get(ApiHost.PathOf(name))).Json["spec"]!["args"]![2]);
    }

    [Fact]
    public async Task A_touch_says_whether_there_was_a_clock_to_restart()
    {
        string name = host.NewName();
        await host.Started(name, ApiHost.Spec("serve"));

        Assert.True(JsonNode.DeepEquals(
            (await host.Post(ApiHost.PathOf(name, "touch"))).Json, JsonNode.Parse($$"""{ "name": "{{name}}", "state": "started", "touched": true }""")));
        await host.Post(ApiHost.PathOf(name, "stop"));
        Assert.False((bool)(await host.Post(ApiHost.PathOf(name, "touch"))).Json["touched"]!);
    }

    [Fact]
    public async Task A_deleted_child_is_stopped_and_unknown()
    {
        string name = host.NewName();
        JsonObject started = await host.Started(name, ApiHost.Spec("serve"));

        Answer gone = await host.Send(HttpMethod.Delete, ApiHost.PathOf(name));

        Assert.Equal("exited", (string?)gone.Json["outcome"]);
        Assert.False(Directory.Exists($"/proc/{started["pid"]}"));
        (await host.Get(ApiHost.PathOf(name))).AssertProblem(404, "unknown_child");
        (await host.Send(HttpMethod.Delete, ApiHost.PathOf(name))).AssertProblem(404, "unknown_child");
    }

    [Fact]
    public async Task Looking_does_not_wait_for_a_child_that_is_being_deleted()
    {
        string name = host.NewName();
        await host.Started(name, ApiHost.Spec("serve", "--drain", "3000"));
        Task<Answer> delete = host.Send(HttpMethod.Delete, ApiHost.PathOf(name));
        await host.Until(name, child => (string?)child["state"] == "stopping");

        Assert.Equal(200, (await host.Get("/v1/children?usage=true")).Status);
        Assert.False(delete.IsCompleted);
        Assert.Equal(200, (await delete).Status);
    }

    [Fact]
    public async Task A_start_goes_on_when_its_caller_goes_away()
    {
        string name = host.NewName();
        using CancellationTokenSource gone = new();
        HttpRequestMessage request = new(HttpMethod.Post, ApiHost.PathOf(name, "start"))
        {
            Content = new StringContent(ApiHost.Spec("serve", "--delay", "1500").ToJsonString(), System.Text.Encoding.UTF8, "application/json"),
        };
        Task<HttpResponseMessage> start = host.Http.SendAsync(request, gone.Token);
        await host.Until(name, child => (string?)child["state"] == "starting");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);

        await host.Until(name, child => (string?)child["state"] == "started");
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "start")]
    [InlineData("POST", "stop")]
    [InlineData("POST", "restart")]
    [InlineData("POST", "touch")]
    [InlineData("GET", "logs")]
    public async Task A_name_nobody_knows_is_told_with_the_one_that_may_be_meant(string method, string act)
    {
        string name = host.NewName("suggested");
        await host.Started(name, ApiHost.Spec("serve"));

        JsonObject problem = (await host.Send(new HttpMethod(method), ApiHost.PathOf($"{name}x", act))).AssertProblem(404, "unknown_child");

        Assert.Equal($"There is no child '{name}x'; did you mean \"{name}\"?", (string?)problem["detail"]);
        Assert.Equal($"{name}x", (string?)problem["child"]);
    }

    [Fact]
    public async Task What_is_of_no_child_is_told_of_the_host()
    {
        JsonObject info = (await host.Get("/v1/info")).Json;

        Assert.Equal(1, (int?)info["apiVersion"]);
        Assert.Equal(host.Pid, (int?)info["pid"]);
        Assert.Equal("daemon", (string?)info["mode"]);
        Assert.Equal(host.Socket, (string?)info["socket"]);
        Assert.Equal(
            ["faulted", "restart", "started", "starting", "stopped", "stopping"],
            info["children"]!.AsObject().Select(state => state.Key).Order(StringComparer.Ordinal));
        Assert.Equal("ok\n", (await host.Get("/healthz")).Text);
        Assert.Equal("ready\n", (await host.Get("/readyz")).Text);
        (await host.Post("/v1/reload")).AssertProblem(409, "no_file");
    }
}
