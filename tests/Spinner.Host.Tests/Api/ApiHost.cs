using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Api;

/// <summary>A host with a socket of its own, and who asks it. Every answer is kept, so that a test can look for what must be in none.</summary>
public sealed class ApiHost : IAsyncLifetime
{
    /// <summary>The value of a variable of every child; it must not be seen anywhere.</summary>
    public const string Secret = "s3cr3t-0f-a-ch1ld";

    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-api-").FullName;
    private readonly StringBuilder _answers = new();
    private HostProcess? _process;
    private int _names;

    public string Socket => Path.Combine(_folder, "s.sock");

    public HttpClient Http { get; private set; } = null!;

    /// <summary>What the host has printed so far.</summary>
    public string Printed => _process!.Text;

    public int Pid => _process!.Pid;

    /// <summary>All bodies of answers so far.</summary>
    public string Answers
    {
        get
        {
            lock (_answers)
                return _answers.ToString();
        }
    }

    public async Task InitializeAsync()
    {
        _process = HostProcess.Start("daemon", "--socket", Socket, "--state-folder", Path.Combine(_folder, "state"));
        Http = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, cancel) => new NetworkStream(await Connect(cancel), ownsSocket: true) })
        {
            BaseAddress = new Uri("http://localhost"),
            Timeout = HostProcess.Limit,
        };
        await UpFile.Wait(() => Probe(Socket), () => _process.Text);
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _process!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A name nobody else uses.</summary>
    public string NewName(string begin = "child") => $"{begin}-{Interlocked.Increment(ref _names)}";

    /// <summary>The body of a child of the test program, with a secret in its environment.</summary>
    public static JsonObject Spec(params string[] verb) => new()
    {
        ["command"] = TestChild.Program,
        ["args"] = new JsonArray([.. verb.Select(part => (JsonNode)part)]),
        ["env"] = new JsonObject { ["PASSWORD"] = Secret },
        ["timeout"] = 30,
        ["stopTimeout"] = 20,

        // Other tests have hosts of their own at the same time, with children on the usual ports.
        ["portRange"] = "21000-21999",
    };

    public static string PathOf(string name, string act = "") =>
        $"/v1/children/{Uri.EscapeDataString(name)}{(act.Length == 0 ? "" : $"/{act}")}";

    public Task<Answer> Start(string name, JsonObject? body) => Send(HttpMethod.Post, PathOf(name, "start"), body);

    /// <summary>Starts a child that becomes ready.</summary>
    public async Task<JsonObject> Started(string name, JsonObject body)
    {
        Answer answer = await Start(name, body);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json;
    }

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, JsonNode? body = null) => Send(HttpMethod.Post, path, body);

    public Task<Answer> Send(HttpMethod method, string path, JsonNode? body = null) =>
        Send(new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"),
        });

    public async Task<Answer> Send(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        lock (_answers)
            _answers.AppendLine(text);
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, response);
    }

    /// <summary>An answer that goes on.</summary>
    public async Task<HttpResponseMessage> Open(string path, params (string Name, string Value)[] headers)
    {
        HttpRequestMessage request = new(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<Socket> Connect(CancellationToken cancel = default)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancel);
        return socket;
    }

    /// <summary>Sends a request whose target is exactly this; an HttpClient would tidy it.</summary>
    public async Task<Answer> Raw(string method, string target, string more = "")
    {
        using NetworkStream stream = new(await Connect(), ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{more}\r\n"));
        using StreamReader reader = new(stream, Encoding.UTF8);
        string all = await reader.ReadToEndAsync().WaitAsync(HostProcess.Limit);
        int end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string type = all[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Type: ", StringComparison.Ordinal)) ?? "";
        return new Answer(int.Parse(all.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), type, all[(end + 4)..], null);
    }

    /// <summary>Waits until a child is in a state.</summary>
    public async Task<JsonObject> Until(string name, Func<JsonObject, bool> condition)
    {
        using PeriodicTimer step = new(TimeSpan.FromMilliseconds(50));
        for (int i = 0; i < 600; i++)
        {
            Answer answer = await Get(PathOf(name));
            if (answer.Status == 200 && condition(answer.Json))
                return answer.Json;
            await step.WaitForNextTickAsync();
        }

        throw new TimeoutException((await Get(PathOf(name))).Text);
    }

    private static bool Probe(string path)
    {
        try
        {
            using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>An answer of the API.</summary>
public sealed record Answer(int Status, string? Type, string Text, HttpResponseMessage? Response)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string? Code => (string?)Json["code"];

    /// <summary>It is this problem, in the form all of them have.</summary>
    public JsonObject AssertProblem(int status, string code)
    {
        Assert.True(Status == status, $"{Status}: {Text}");
        Assert.Contains("application/problem+json", Type, StringComparison.Ordinal);
        Assert.Equal(code, Code);
        Assert.Equal(status, (int?)Json["status"]);
        Assert.Equal($"urn:spinner:problem:{code}", (string?)Json["type"]);
        Assert.NotEqual("", (string?)Json["title"]);
        Assert.NotEqual("", (string?)Json["detail"]);
        return Json;
    }
}

/// <summary>One host for all tests that do not harm it.</summary>
[CollectionDefinition(Name)]
public sealed class ApiTests : ICollectionFixture<ApiHost>
{
    public const string Name = "API";
}
