using Xunit;

namespace Spinner.Host.Tests.Api;

[Collection(ApiTests.Name)]
public sealed class RedactionTests(ApiHost host)
{
    [Fact]
    public async Task No_answer_and_no_line_of_the_host_shows_a_value_of_an_environment()
    {
        string name = host.NewName("secret");
        await host.Started(name, ApiHost.Spec("serve"));
        await host.Get("/v1/children?usage=true");
        await host.Get(ApiHost.PathOf(name));
        await host.Start(host.NewName(), ApiHost.Spec("exit-at-once", "1"));
        await host.Post(ApiHost.PathOf(name, "restart"));
        await host.Get("/metrics");
        await host.Get(ApiHost.PathOf(name, "logs"));
        using HttpResponseMessage events = await host.Open("/v1/events");
        await using EventReader reader = new(events);
        string replay = string.Concat(await reader.Replay());
        await host.Post(ApiHost.PathOf(name, "stop"));
        await host.Send(HttpMethod.Delete, ApiHost.PathOf(name));

        Assert.Contains(name, host.Answers, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiHost.Secret, host.Answers, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiHost.Secret, replay, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiHost.Secret, host.Printed, StringComparison.Ordinal);
    }
}
