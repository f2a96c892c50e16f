using System.Net;
using System.Net.Sockets;
using Spinner.Probes;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests.Probes;

public sealed class HttpCheckTests : HealthScenario
{
    [Theory]
    [InlineData(EndpointKind.Tcp)]
    [InlineData(EndpointKind.Unix)]
    public async Task A_status_of_503_fails_for_as_long_as_it_lasts(EndpointKind kind)
    {
        string unhealthy = PathOf("unhealthy");
        ChildEndpoint endpoint = await Serve(kind, "--unhealthy-file", unhealthy);
        HealthTarget target = Http(endpoint, "/health");
        Assert.Null(await Check(target));

        await File.WriteAllTextAsync(unhealthy, "");

        string url = kind == EndpointKind.Tcp ? $"http://127.0.0.1:{endpoint.Port}" : $"unix:{endpoint.Path}:";
        Assert.Equal($"{url}/health answered with status 503.", await Check(target));
        Assert.Null(await Check(Http(endpoint, "/other")));
        File.Delete(unhealthy);
        Assert.Null(await Check(target));
    }

    [Theory]
    [InlineData(EndpointKind.Tcp)]
    [InlineData(EndpointKind.Unix)]
    public async Task A_hung_server_fails_when_its_time_is_up(EndpointKind kind)
    {
        string hang = PathOf("hang");
        ChildEndpoint endpoint = await Serve(kind, "--hang-file", hang);
        HealthTarget target = Http(endpoint) with { Timeout = TimeSpan.FromSeconds(0.3) };
        Assert.Null(await Check(target with { Timeout = default }));

        await File.WriteAllTextAsync(hang, "");

        Assert.EndsWith("/ gave no answer within 0.3 s.", await Check(target), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_time_that_counts_is_the_providers()
    {
        using CannedServer server = new("");

        string? why = await CheckUntilLate(Http(server.Endpoint), () => server.Requests.Count == 1, "a request");

        Assert.Equal($"{server.Endpoint.Url} gave no answer within 10 s.", why);
        await Wait.Until(() => server.ClosedByClients == 1, "an end of the connection");
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(204, true)]
    [InlineData(302, true)]
    [InlineData(399, true)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(500, false)]
    public async Task Statuses_from_200_to_399_pass(int status, bool passes)
    {
        using CannedServer server = new($"HTTP/1.1 {status} Whatever\r\nContent-Length: 0\r\n\r\n");

        string? why = await Check(Http(server.Endpoint));

        Assert.Equal(passes ? null : $"{server.Endpoint.Url} answered with status {status}.", why);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using CannedServer elsewhere = new("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
        using CannedServer server = new($"HTTP/1.1 302 Found\r\nLocation: {elsewhere.Endpoint.Url}\r\nContent-Length: 0\r\n\r\n");

        Assert.Null(await Check(Http(server.Endpoint)));

        Assert.Single(server.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Each_check_is_a_connection_of_its_own_that_names_the_endpoint()
    {
        using CannedServer server = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");

        Assert.Null(await Check(Http(server.Endpoint, "/a/b?c=d")));
        Assert.Null(await Check(Http(server.Endpoint, "no-slash")));

        Assert.Equal(
            ["GET /a/b?c=d HTTP/1.1", "GET /no-slash HTTP/1.1"], server.Requests.Select(request => request.Split("\r\n")[0]));
        Assert.All(server.Requests, request =>
        {
            Assert.Contains($"\r\nHost: 127.0.0.1:{server.Endpoint.Port}\r\n", request, StringComparison.Ordinal);
            Assert.Contains("\r\nConnection: close\r\n", request, StringComparison.Ordinal);
        });
        await Wait.Until(() => server.ClosedByClients == 2, "an end of both connections");
    }

    [Fact]
    public async Task A_body_is_not_waited_for_and_the_connection_is_closed_on_it()
    {
        using CannedServer server = new("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nthe beginning");

        Assert.Null(await Check(Http(server.Endpoint)));

        await Wait.Until(() => server.ClosedByClients == 1, "an end of the connection");
    }

    [Theory]
    [InlineData("")]
    [InlineData("220 mail.example.org ESMTP\r\n\r\n")]
    [InlineData("HTTP/1.1 200")]
    public async Task What_is_no_HTTP_fails(string answer)
    {
        using CannedServer server = new(answer, hangsUp: true);

        Assert.StartsWith($"{server.Endpoint.Url} gave no HTTP answer: ", await Check(Http(server.Endpoint)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_a_refusal_that_is_told()
    {
        ChildEndpoint nobody = Nobody();

        Assert.Equal($"http://127.0.0.1:{nobody.Port}/health refused the connection.", await Check(Http(nobody, "/health")));
        Assert.Equal($"unix:{PathOf("x")}:/ does not exist.", await Check(Http(ChildEndpoint.Unix(PathOf("x")))));
    }

    [Fact]
    public async Task What_cannot_be_asked_at_all_fails_with_a_reason()
    {
        ChildEndpoint nonsense = ChildEndpoint.Tcp("no address", 1);

        Assert.StartsWith("The check of http://no address:1/ could not be made: ", await Check(Http(nonsense)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disposed_check_hangs_up_and_calls_nobody()
    {
        using CannedServer server = new("");
        int calls = 0;
        IDisposable check = Checker.Check(Http(server.Endpoint) with { Timeout = TimeSpan.FromMinutes(1) }, _ => Interlocked.Increment(ref calls));
        await Wait.Until(() => server.Requests.Count == 1, "a request");

        check.Dispose();

        await Wait.Until(() => server.ClosedByClients == 1, "an end of the connection");
        Checker.Dispose();
        Assert.Equal(0, calls);
    }

    [Fact]
    public async Task A_disposed_checker_gives_up_what_is_under_way_and_makes_no_more_checks()
    {
        using CannedServer server = new("");
        int calls = 0;
        HealthTarget target = Http(server.Endpoint) with { Timeout = TimeSpan.FromMinutes(1) };
        using IDisposable first = Checker.Check(target, _ => Interlocked.Increment(ref calls));
        await Wait.Until(() => server.Requests.Count == 1, "a request");

        Checker.Dispose();
        using IDisposable second = Checker.Check(target, _ => Interlocked.Increment(ref calls));

        await Wait.Until(() => server.ClosedByClients == 1, "an end of the connection");
        Assert.Single(server.Requests);
        Assert.Equal(0, calls);
    }

    private static HealthTarget Http(ChildEndpoint endpoint, string path = "/") => new(HealthCheckKind.Http, endpoint) { Path = path };

    private ChildEndpoint Nobody()
    {
        // Bound, so that nobody else can listen there, and not listened on.
        Socket bound = Keep(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        bound.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ChildEndpoint.Tcp("127.0.0.1", ((IPEndPoint)bound.LocalEndPoint!).Port);
    }
}
