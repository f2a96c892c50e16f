using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Spinner.Host.Upkeep;
using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Host.Tests.Api;

/// <summary>Problems that a host in good health seldom has.</summary>
public sealed class RareProblemTests
{
    private static readonly JsonObject _neverReady = new() { ["command"] = "sleep", ["args"] = new JsonArray("1000"), ["timeout"] = "30s", ["portRange"] = "20900-20919" };

    private static async Task<JsonObject> Problem(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Answer answer = new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), response);
        return answer.AssertProblem((int)status, code);
    }

    private static Task<HttpResponseMessage> Start(HttpClient client, string name, JsonObject spec) => client.PostAsJsonAsync($"/v1/children/{name}/start", spec);

    private static async Task Until(HttpClient client, string name, Func<JsonObject, bool> condition)
    {
        using PeriodicTimer step = new(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri($"/v1/children/{name}", UriKind.Relative)).WaitAsync(HostProcess.Limit);
            if (response.IsSuccessStatusCode && condition(JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject()))
                return;
            await step.WaitForNextTickAsync();
        }
    }

    [Fact]
    public async Task One_caller_more_than_may_wait_is_told_that_it_is_busy()
    {
        await using TestHost host = await TestHost.Start(plan =>
        {
            plan.Options.MaxWaiters = 1;
            return plan;
        });
        using HttpClient client = host.Local();
        Task<HttpResponseMessage> first = Start(client, "web", _neverReady);
        await Until(client, "web", child => (string?)child["state"] == "starting");

        using HttpResponseMessage second = await Start(client, "web", _neverReady);

        Assert.Equal("web", (string?)(await Problem(second, HttpStatusCode.ServiceUnavailable, "busy"))["child"]);
        using HttpResponseMessage stop = await client.PostAsync(new Uri("/v1/children/web/stop", UriKind.Relative), null);
        using HttpResponseMessage told = await first;
        await Problem(told, HttpStatusCode.Conflict, "stopped");
    }

    [Fact]
    public async Task Who_waits_when_the_host_ends_is_told_so()
    {
        TestHost host = await TestHost.Start(plan => plan);
        using HttpClient client = host.Local();
        Task<HttpResponseMessage> start = Start(client, "web", _neverReady);
        await Until(client, "web", child => (string?)child["state"] == "starting");

        await host.DisposeAsync();

        using HttpResponseMessage told = await start;
        await Problem(told, HttpStatusCode.ServiceUnavailable, "shutting_down");
    }

    [Fact]
    public async Task A_host_whose_actors_do_not_answer_is_not_ready()
    {
        await using TestHost host = await TestHost.Start(plan => plan);
        using HttpClient client = host.Local();
        using HttpResponseMessage before = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
        IActorRef spinner = await host.App.Services.GetRequiredService<IRequiredActor<SpinnerActor>>().GetAsync();
        await spinner.GracefulStop(HostProcess.Limit);

        using HttpResponseMessage after = await client.GetAsync(new Uri("/readyz", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        await Problem(after, HttpStatusCode.ServiceUnavailable, "not_ready");
    }

    [Fact]
    public async Task A_defect_is_told_without_its_inside()
    {
        await using TestHost host = await TestHost.Start(plan => plan with { Wishes = new BrokenWishes() });
        using HttpClient client = host.Local();

        using HttpResponseMessage told = await Start(client, "job", new JsonObject { ["command"] = "sleep", ["args"] = new JsonArray("1000"), ["endpoint"] = "none" });

        JsonObject problem = await Problem(told, HttpStatusCode.InternalServerError, "internal");
        Assert.DoesNotContain(BrokenWishes.Inside, problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_whose_ports_are_taken_again_and_again_is_told_so()
    {
        await using TestHost host = await TestHost.Start(plan => plan);
        using HttpClient client = host.Local();
        Task<HttpResponseMessage> start = Start(client, "web", new JsonObject
        {
            ["command"] = "sh",
            ["args"] = new JsonArray("-c", "echo $PORT; exec sleep 1000"),
            ["timeout"] = "60s",
            ["portRange"] = "20920-20939",
        });
        List<Socket> strangers = [];
        try
        {
            using PeriodicTimer step = new(TimeSpan.FromMilliseconds(20));
            while (!start.IsCompleted)
            {
                foreach (int port in (await Printed(client)).Skip(strangers.Count))
                {
                    Socket stranger = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    strangers.Add(stranger);
                    stranger.Bind(new IPEndPoint(IPAddress.Loopback, port));
                    stranger.Listen();
                }

                await step.WaitForNextTickAsync();
            }

            using HttpResponseMessage told = await start;
            Assert.Equal("web", (string?)(await Problem(told, HttpStatusCode.ServiceUnavailable, "port_taken"))["child"]);
        }
        finally
        {
            strangers.ForEach(stranger => stranger.Dispose());
        }
    }

    private static async Task<int[]> Printed(HttpClient client)
    {
        using HttpResponseMessage response = await client.GetAsync(new Uri("/v1/children/web/logs", UriKind.Relative));
        string text = response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : "";
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse((string)JsonNode.Parse(line)!["text"]!, System.Globalization.CultureInfo.InvariantCulture))];
    }

    private sealed class BrokenWishes : IWishes
    {
        public const string Inside = "what only the log may know";

        public Task<StartWish> StartingAsync(ChildName name, ChildSpec? spec, bool isUp) => throw new FormatException(Inside);

        public Task StoppedAsync(IReadOnlyCollection<ChildName> names) => Task.CompletedTask;

        public Func<Task> Forgetting(ChildName name) => () => Task.CompletedTask;

        public Task FileReadAsync(IReadOnlyCollection<ChildName> ofFile, IReadOnlyCollection<ChildName> removed) => Task.CompletedTask;

        public bool IsStoppedByHand(ChildName name) => false;
    }
}
