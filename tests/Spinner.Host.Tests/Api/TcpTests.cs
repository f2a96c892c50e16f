using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Spinner.Host.Api;
using Xunit;

namespace Spinner.Host.Tests.Api;

[UnsupportedOSPlatform("windows")]
public sealed class TcpTests
{
    [Fact]
    public async Task Over_TCP_only_who_has_the_token_gets_an_answer()
    {
        await using TestHost host = await TestHost.StartTcp();
        string file = TokenFileOf(host);
        string token = (await File.ReadAllTextAsync(file)).Trim();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(43, token.Length);
        Assert.Equal(200, (await Ask(host, token)).Status);
        foreach (string? wrong in new[] { null, "", "x", token[1..], token + "x", token.ToUpperInvariant() })
        {
            Answer answer = await Ask(host, wrong);
            answer.AssertProblem(401, "unauthorized");
            Assert.Equal("Bearer", answer.Response!.Headers.WwwAuthenticate.Single().Scheme);
        }

        using HttpClient local = host.Local();
        Assert.Equal(HttpStatusCode.OK, (await local.GetAsync("/v1/info")).StatusCode);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("ops.example.org", 200)]
    [InlineData("127.0.0.2", 421)]
    [InlineData("evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    public async Task Another_host_than_this_one_is_refused(string name, int status)
    {
        await using TestHost host = await TestHost.StartTcp(tcp => tcp with { AllowedHosts = ["ops.example.org", "exact.example.org:443"] });
        string token = await File.ReadAllTextAsync(TokenFileOf(host));

        Answer answer = await Ask(host, token, name: $"{name}:{host.Tcp.Port}");

        Assert.Equal(status, answer.Status);
        if (status != 200)
            answer.AssertProblem(421, "wrong_host");
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("localhost:1", 421)]
    [InlineData("exact.example.org:443", 200)]
    [InlineData("exact.example.org:444", 421)]
    [InlineData("ops.example.org", 200)]
    public async Task The_port_of_the_host_counts_too_where_there_is_one(string name, int status)
    {
        await using TestHost host = await TestHost.StartTcp(tcp => tcp with { AllowedHosts = ["ops.example.org", "exact.example.org:443"] });

        Assert.Equal(status, (await Ask(host, await File.ReadAllTextAsync(TokenFileOf(host)), name)).Status);
    }

    [Fact]
    public async Task A_web_page_may_ask_only_when_its_origin_is_allowed()
    {
        await using TestHost host = await TestHost.StartTcp(tcp => tcp with { AllowedOrigins = ["https://ops.example.org"] });
        string token = await File.ReadAllTextAsync(TokenFileOf(host));

        Answer allowed = await Ask(host, token, origin: "https://ops.example.org");
        Answer preflight = await Ask(host, token: null, origin: "https://ops.example.org", method: HttpMethod.Options);
        Answer refused = await Ask(host, token, origin: "https://evil.example");

        Assert.Equal((200, "https://ops.example.org"), (allowed.Status, allowed.Response!.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Equal((204, "https://ops.example.org"), (preflight.Status, preflight.Response!.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        refused.AssertProblem(403, "wrong_origin");
        Assert.False(refused.Response!.Headers.Contains("Access-Control-Allow-Origin"));
        refused.AssertProblem(403, "wrong_origin");
        (await Ask(host, token, origin: "null")).AssertProblem(403, "wrong_origin");
    }

    [Fact]
    public async Task Off_loopback_it_does_not_start_without_TLS()
    {
        ApiStartException refusal = await Assert.ThrowsAsync<ApiStartException>(() => TestHost.StartTcp(tcp => tcp with { Address = IPAddress.Any }));

        Assert.Equal("The control API does not listen on 0.0.0.0 without TLS: give a certificate and its key, or listen on 127.0.0.1.", refusal.Message);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_before_anything_is_started()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        ApiStartException refusal = await Assert.ThrowsAsync<ApiStartException>(() => TestHost.StartTcp(tcp => tcp with { Port = port }));

        Assert.StartsWith($"The control API cannot listen on 127.0.0.1:{port}: Address already in use.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_certificate_it_speaks_TLS_and_wants_the_token_all_the_same()
    {
        string folder = Directory.CreateTempSubdirectory("spinner-tls-").FullName;
        using RSA key = RSA.Create(2048);
        using X509Certificate2 made = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1));
        await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), made.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        await using TestHost host = await TestHost.StartTcp(tcp => tcp with
        {
            CertificatePath = Path.Combine(folder, "cert.pem"),
            KeyPath = Path.Combine(folder, "key.pem"),
        });

        Assert.Equal("https", host.Tcp.Scheme);
        (await Ask(host, token: null)).AssertProblem(401, "unauthorized");
        Assert.Equal(200, (await Ask(host, await File.ReadAllTextAsync(TokenFileOf(host)))).Status);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_token_that_others_can_have_is_refused(UnixFileMode others)
    {
        using TemporaryFile file = new(new string('t', 43));
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        Assert.StartsWith("Others can read or write", Assert.Throws<ApiStartException>(() => ApiToken.FromFile(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_is_too_short_or_cannot_be_made_is_refused()
    {
        using TemporaryFile file = new("short");
        File.SetUnixFileMode(file.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Contains("at least 32", Assert.Throws<ApiStartException>(() => ApiToken.FromFile(file.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be used", Assert.Throws<ApiStartException>(() => ApiToken.FromFile("/no/such/folder/token")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_is_missing_is_told()
    {
        using TemporaryFile file = new("no certificate");
        foreach (string path in new[] { "/no/such.pem", file.Path })
        {
            Task start = TestHost.StartTcp(tcp => tcp with { CertificatePath = path });
            Assert.Contains(path, Assert.IsType<ApiStartException>(start.Exception!.InnerException).Message, StringComparison.Ordinal);
        }
    }

    private static string TokenFileOf(TestHost host) => host.App.Services.GetRequiredService<HostPlan>().Tcp!.TokenFile;

    private static async Task<Answer> Ask(TestHost host, string? token, string? name = null, string? origin = null, HttpMethod? method = null)
    {
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, _, _, _) => true };
        using HttpClient http = new(handler);
        HttpRequestMessage request = new(method ?? HttpMethod.Get, new Uri(host.Tcp, "/v1/info"));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token.Trim());
        request.Headers.Host = name;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        HttpResponseMessage response = await http.SendAsync(request);
        return new Answer((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), response);
    }
}
