using System.Text.Json.Nodes;
using Xunit;

namespace Spinner.Host.Tests.Api;

/// <summary><c>?merge=true</c>: the body changes the child as it is known.</summary>
[Collection(ApiTests.Name)]
public sealed class MergeTests(ApiHost host)
{
    private static JsonObject Printer() => new()
    {
        ["command"] = "sh",
        ["args"] = new JsonArray("-c", "echo \"${PASSWORD-none} ${B-none}\"; exec sleep 1000"),
        ["env"] = new JsonObject { ["PASSWORD"] = "kept", ["B"] = "two" },
        ["endpoint"] = "none",
        ["attempts"] = 7,
    };

    private async Task<string> Known()
    {
        string name = host.NewName("merged");
        await host.Started(name, Printer());
        return name;
    }

    private async Task<(JsonObject Spec, string Printed)> Restarted(string name, JsonObject change)
    {
        Answer answer = await host.Post($"{ApiHost.PathOf(name, "restart")}?merge=true", change);
        Assert.True(answer.Status == 200, answer.Text);
        JsonObject[] lines = [];
        await UpFile.Wait(() => (lines = Lines(name)).Any(line => (int)line["run"]! == 2), () => "nothing is printed");
        return ((await host.Get(ApiHost.PathOf(name))).Json["spec"]!.AsObject(), (string)lines.Single(line => (int)line["run"]! == 2)["text"]!);
    }

    private JsonObject[] Lines(string name) =>
        [.. host.Get(ApiHost.PathOf(name, "logs")).GetAwaiter().GetResult().Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];

    [Fact]
    public async Task Options_that_are_not_named_stay_with_the_values_nobody_is_shown()
    {
        (JsonObject spec, string printed) = await Restarted(await Known(), new JsonObject { ["stopTimeout"] = 9, ["env"] = new JsonObject { ["B"] = "other" } });

        Assert.Equal((9, 7, "none"), ((int)spec["stopTimeout"]!, (int)spec["attempts"]!, (string?)spec["endpoint"]));
        Assert.Equal("kept other", printed);
    }

    [Fact]
    public async Task Null_takes_an_option_back_to_its_default_and_a_variable_out()
    {
        (JsonObject spec, string printed) = await Restarted(await Known(), new JsonObject { ["attempts"] = null, ["env"] = new JsonObject { ["B"] = null } });

        Assert.Null(spec["attempts"]);
        Assert.Equal("kept none", printed);
    }

    [Fact]
    public async Task Null_takes_the_whole_environment_out()
    {
        (JsonObject spec, string printed) = await Restarted(await Known(), new JsonObject { ["env"] = null });

        Assert.Null(spec["env"]);
        Assert.Equal("none none", printed);
    }

    [Fact]
    public async Task A_change_with_errors_changes_nothing()
    {
        string name = await Known();

        JsonObject problem = (await host.Post($"{ApiHost.PathOf(name, "restart")}?merge=true", new JsonObject { ["attempts"] = 0, ["comand"] = "x" }))
            .AssertProblem(422, "invalid_spec");

        Assert.Equal(2, problem["errors"]!.AsArray().Count);
        JsonObject child = (await host.Get(ApiHost.PathOf(name))).Json;
        Assert.Equal((1, 7), ((int)child["run"]!, (int)child["spec"]!["attempts"]!));
    }

    [Theory]
    [InlineData("start")]
    [InlineData("restart")]
    public async Task There_is_nothing_to_change_of_a_child_that_nobody_knows(string act) =>
        (await host.Post($"{ApiHost.PathOf("never-heard-of", act)}?merge=true", new JsonObject { ["command"] = "true" })).AssertProblem(404, "unknown_child");
}
