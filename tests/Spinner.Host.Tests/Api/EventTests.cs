using Xunit;

namespace Spinner.Host.Tests.Api;

[Collection(ApiTests.Name)]
public sealed class EventTests(ApiHost host)
{
    [Fact]
    public async Task A_reader_is_told_the_present_and_then_what_happens()
    {
        string name = host.NewName();
        await host.Started(name, ApiHost.Spec("serve"));
        await using EventReader reader = new(await host.Open("/v1/events"));

        IReadOnlyList<SentEvent> replay = await reader.Replay();
        await host.Post(ApiHost.PathOf(name, "stop"));
        SentEvent state = await reader.Until(told => told.Name == name);
        SentEvent stopped = await reader.Until(told => told.Name == name && told.Type == "stopped");

        SentEvent present = replay.Single(told => told.Name == name);
        Assert.Equal(("present", true, 0), (present.Type, (bool)present.Data["replay"]!, (int)present.Data["sequence"]!));
        Assert.Equal("started", (string?)present.Data["state"]);
        Assert.Null(present.Id);
        Assert.NotNull(replay[^1].Id);
        Assert.Equal(("state", "started", "stopping"), (state.Type, (string?)state.Data["from"], (string?)state.Data["state"]));
        Assert.Equal("SIGTERM", (string?)stopped.Data["exit"]!["signal"]);
        Assert.EndsWith($"-{stopped.Data["sequence"]}", stopped.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_who_comes_back_goes_on_without_a_gap_or_a_repetition()
    {
        string name = host.NewName();
        await using EventReader first = new(await host.Open("/v1/events"));
        await first.Replay();
        await host.Started(name, ApiHost.Spec("serve"));
        SentEvent started = await first.Until(told => told.Name == name && told.Type == "started");
        await host.Post(ApiHost.PathOf(name, "restart"));
        await host.Post(ApiHost.PathOf(name, "stop"));

        // What the first reader goes on to see, the second sees too, from the place where it left.
        await using EventReader second = new(await host.Open("/v1/events", ("Last-Event-ID", started.Id!)));
        for (SentEvent? seen = null; seen is not { Type: "stopped" } || seen.Name != name;)
        {
            seen = await first.Next();
            SentEvent? again = await second.Next();
            Assert.Equal((seen!.Id, seen.Type, seen.Data.ToJsonString()), (again!.Id, again.Type, again.Data.ToJsonString()));
        }
    }

    [Theory]
    [InlineData("000000000000-1")]
    [InlineData("nonsense")]
    [InlineData("-")]
    [InlineData("")]
    public async Task An_id_nobody_knows_leads_to_a_replay(string id)
    {
        string name = host.NewName();
        await host.Started(name, ApiHost.Spec("serve"));
        await using EventReader reader = new(await host.Open("/v1/events", ("Last-Event-ID", id)));

        Assert.Contains(await reader.Replay(), told => told.Name == name);
    }

    [Fact]
    public async Task An_id_of_the_future_leads_to_a_replay()
    {
        await using EventReader present = new(await host.Open("/v1/events?name=nobody"));
        string id = (await present.Replay()).Single().Id!;
        await using EventReader reader = new(await host.Open("/v1/events", ("Last-Event-ID", id[..id.LastIndexOf('-')] + "-999999999")));

        Assert.Equal("replayEnded", (await reader.Replay())[^1].Type);
    }

    [Fact]
    public async Task Names_choose_whose_events_come()
    {
        (string one, string two, string three) = (host.NewName(), host.NewName(), host.NewName());
        await using EventReader reader = new(await host.Open($"/v1/events?name={one}&name={three}"));
        Assert.Equal("replayEnded", (await reader.Replay()).Single().Type);

        foreach (string name in new[] { one, two, three })
            await host.Started(name, ApiHost.Spec("serve"));

        List<string> names = [];
        for (SentEvent? told = null; told is not { Type: "started" } || told.Name != three; names.Add(told.Name))
            told = (await reader.Next())!;
        Assert.Equal([one, three], names.Distinct());
    }

    [Fact]
    public async Task A_failure_is_told_with_its_code_and_a_forgotten_child_is_told_as_such()
    {
        string name = host.NewName();
        await using EventReader reader = new(await host.Open($"/v1/events?name={name}"));
        await reader.Replay();
        await host.Start(name, ApiHost.Spec("exit-at-once", "9", "bad luck"));
        await host.Send(HttpMethod.Delete, ApiHost.PathOf(name));

        SentEvent known = (await reader.Next())!;
        SentEvent error = await reader.Until(told => told.Type == "error");
        SentEvent forgotten = await reader.Until(told => told.Type == "forgotten");

        Assert.Equal(("present", false), (known.Type, (bool)known.Data["replay"]!));
        Assert.Equal("exited", (string?)error.Data["error"]!["code"]);
        Assert.Equal(9, (int?)error.Data["exit"]!["code"]);
        Assert.Equal("bad luck", (string?)error.Data["error"]!["stderr"]![0]);
        Assert.Equal(name, forgotten.Name);
    }
}
