using System.Text.Json.Nodes;
using Xunit;

namespace Spinner.Host.Tests.Api;

[Collection(ApiTests.Name)]
public sealed class LogTests(ApiHost host)
{
    [Fact]
    public async Task The_last_lines_come_as_JSON_with_run_stream_and_time()
    {
        string name = host.NewName();
        JsonObject started = await host.Started(name, ApiHost.Spec("serve", "--banner", "one line", "--complain", "a complaint"));
        Answer answer = await host.Get($"{ApiHost.PathOf(name, "logs")}?tail=10");

        Assert.Equal("application/x-ndjson", answer.Type);
        JsonObject[] lines = [.. answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
        Assert.Equal(
            [$"listening {started["endpoint"]!["port"]}", "one line"],
            lines.Where(line => (string?)line["stream"] == "stdout").Select(line => (string)line["text"]!).Order(StringComparer.Ordinal));
        JsonObject complaint = lines.Single(line => (string?)line["stream"] == "stderr");
        Assert.Equal((name, 1, "a complaint"), ((string)complaint["name"]!, (int)complaint["run"]!, (string)complaint["text"]!));
        Assert.InRange((DateTimeOffset)complaint["at"]!, TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(1), TimeProvider.System.GetUtcNow());
    }

    [Theory]
    [InlineData(0, new string[0])]
    [InlineData(2, new[] { "l3", "l4" })]
    [InlineData(100_000, new[] { "l1", "l2", "l3", "l4" })]
    public async Task A_tail_has_no_more_lines_than_asked_for(int tail, string[] expected)
    {
        string name = await Printer("echo l1; echo l2; echo l3; echo l4", lastLine: "l4");

        Assert.Equal(expected, await Lines($"{ApiHost.PathOf(name, "logs")}?tail={tail}"));
    }

    [Fact]
    public async Task Between_the_last_lines_and_the_new_ones_none_is_lost_or_comes_twice()
    {
        string gate = Path.Combine(Path.GetDirectoryName(host.Socket)!, host.NewName("gate"));
        string name = await Printer($"i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo $i; [ $i = 500 ] && while [ ! -e {gate} ]; do sleep 0.05; done; done");
        await host.Until(name, child => (string?)child["state"] == "started");
        using StreamReader reader = await Follow($"{ApiHost.PathOf(name, "logs")}?tail=200&follow=true", "text/plain");
        string first = (await reader.ReadLineAsync().WaitAsync(HostProcess.Limit))!;
        await File.WriteAllTextAsync(gate, "");

        int next = int.Parse(first, System.Globalization.CultureInfo.InvariantCulture) + 1;
        for (; next <= 3000; next++)
            Assert.Equal($"{next}", await reader.ReadLineAsync().WaitAsync(HostProcess.Limit));
    }

    [Fact]
    public async Task Lines_of_several_children_are_merged_by_time_and_prefixed()
    {
        (string one, string two) = (host.NewName(), host.NewName());
        string a = Path.Combine(Path.GetDirectoryName(host.Socket)!, one);
        await Printer($"echo 1; touch {a}; while [ ! -e {a}.2 ]; do sleep 0.02; done; echo 3", one);
        await Printer($"while [ ! -e {a} ]; do sleep 0.02; done; echo 2; sleep 0.1; touch {a}.2", two);
        await UpFile.Wait(() => File.Exists($"{a}.2"), () => "the second has not printed");
        string path = $"/v1/logs?name={one}&name={two}";
        string[] lines = [];
        while (lines.Length < 3)
            lines = await Lines(path);

        Assert.Equal([$"{one} | 1", $"{two} | 2", $"{one} | 3"], lines);
    }

    [Fact]
    public async Task A_new_child_joins_who_follows_all_with_its_first_line()
    {
        string name = host.NewName();
        using StreamReader reader = await Follow("/v1/logs?tail=0&follow=true", "application/x-ndjson");
        await Printer("echo first; echo second", name);

        List<string> texts = [];
        while (texts.Count < 2)
        {
            JsonNode line = JsonNode.Parse((await reader.ReadLineAsync().WaitAsync(HostProcess.Limit))!)!;
            if ((string?)line["name"] == name)
                texts.Add((string)line["text"]!);
        }

        Assert.Equal(["first", "second"], texts);
    }

    [Fact]
    public async Task Following_a_child_ends_when_it_is_forgotten()
    {
        string name = await Printer("echo x", lastLine: "x");
        using StreamReader reader = await Follow($"{ApiHost.PathOf(name, "logs")}?follow=true", "text/plain");

        await host.Send(HttpMethod.Delete, ApiHost.PathOf(name));

        Assert.Equal("x", (await reader.ReadToEndAsync().WaitAsync(HostProcess.Limit)).Trim());
    }

    [Fact]
    public async Task Who_reads_too_slowly_misses_lines_is_told_how_many_and_holds_up_nobody()
    {
        string name = host.NewName();
        await host.Started(name, ApiHost.Spec("serve"));
        using StreamReader reader = await Follow($"{ApiHost.PathOf(name, "logs")}?tail=0&follow=true", "application/x-ndjson");
        Answer flood = await host.Post(ApiHost.PathOf(name, "restart"), ApiHost.Spec("flood", "20"));
        Assert.True(flood.Status == 200, flood.Text);

        long numbered = 0;
        long dropped = 0;
        while (await reader.ReadLineAsync().WaitAsync(HostProcess.Limit) is { } line)
        {
            JsonNode read = JsonNode.Parse(line)!;
            dropped += (long?)read["dropped"] ?? 0;
            if (((string)read["text"]!).EndsWith("...", StringComparison.Ordinal))
                numbered++;
            if (((string)read["text"]!).StartsWith("listening", StringComparison.Ordinal) && (int)read["run"]! == 2)
                break;
        }

        Assert.InRange(dropped, 1, 200_000);
        Assert.Equal(200_000, numbered + dropped);
    }

    /// <summary>A child that is ready once it has printed a line, or at once.</summary>
    private async Task<string> Printer(string script, string? name = null, string? lastLine = null)
    {
        name ??= host.NewName();
        await host.Started(name, new JsonObject
        {
            ["command"] = "/bin/sh",
            ["args"] = new JsonArray("-c", $"{script}; sleep 300"),
            ["endpoint"] = "none",
            ["readiness"] = lastLine is null ? "none" : new JsonObject { ["log"] = $"^{lastLine}$" },
        });
        return name;
    }

    private async Task<string[]> Lines(string path)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/plain");
        return (await host.Send(request)).Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private async Task<StreamReader> Follow(string path, string accept) =>
        new(await (await host.Open(path, ("Accept", accept))).Content.ReadAsStreamAsync());
}
