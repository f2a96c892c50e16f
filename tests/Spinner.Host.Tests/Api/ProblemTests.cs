using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Spinner.Host.Tests.Api;

[Collection(ApiTests.Name)]
public sealed class ProblemTests(ApiHost host)
{
    [Theory]
    [InlineData("POST", "/v1/children", "GET, HEAD")]
    [InlineData("PUT", "/v1/children/x", "DELETE, GET, HEAD")]
    [InlineData("GET", "/v1/children/x/start", "POST")]
    [InlineData("GET", "/v1/children/x/stop", "POST")]
    [InlineData("GET", "/v1/children/x/restart", "POST")]
    [InlineData("GET", "/v1/children/x/touch", "POST")]
    [InlineData("POST", "/v1/children/x/logs", "GET, HEAD")]
    [InlineData("POST", "/v1/logs", "GET, HEAD")]
    [InlineData("POST", "/v1/events", "GET, HEAD")]
    [InlineData("GET", "/v1/stop-all", "POST")]
    [InlineData("GET", "/v1/reload", "POST")]
    [InlineData("DELETE", "/v1/shutdown", "POST")]
    [InlineData("PATCH", "/v1/info", "GET, HEAD")]
    [InlineData("POST", "/healthz", "GET, HEAD")]
    [InlineData("POST", "/readyz", "GET, HEAD")]
    [InlineData("POST", "/metrics", "GET, HEAD")]
    [InlineData("POST", "/openapi/v1.json", "GET, HEAD")]
    public async Task Another_method_is_refused_with_those_there_are(string method, string path, string allowed)
    {
        Answer answer = await host.Send(new HttpMethod(method), path);

        answer.AssertProblem(405, "method_not_allowed");
        Assert.Equal(allowed, string.Join(", ", answer.Response!.Content.Headers.Allow.Order(StringComparer.Ordinal)));
        Answer options = await host.Send(HttpMethod.Options, path);
        Assert.Equal(204, options.Status);
        Assert.Equal(allowed, string.Join(", ", options.Response!.Content.Headers.Allow.Order(StringComparer.Ordinal)));
        Assert.False(options.Response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("/v1/children")]
    [InlineData("/v1/info")]
    [InlineData("/v1/events")]
    [InlineData("/v1/logs?follow=true")]
    [InlineData("/metrics")]
    [InlineData("/healthz")]
    [InlineData("/openapi/v1.json")]
    public async Task A_head_has_no_body_and_ends(string path)
    {
        Answer answer = await host.Send(HttpMethod.Head, path);

        Assert.Equal(200, answer.Status);
        Assert.Equal("", answer.Text);
    }

    [Theory]
    [InlineData("start")]
    [InlineData("restart")]
    public async Task A_body_that_is_no_JSON_is_refused_by_its_type(string act)
    {
        foreach (string? type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=utf-16", null })
        {
            HttpRequestMessage request = new(HttpMethod.Post, ApiHost.PathOf("x", act)) { Content = new ByteArrayContent("{}"u8.ToArray()) };
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
            (await host.Send(request)).AssertProblem(415, "not_json");
        }
    }

    [Theory]
    [InlineData("{\n  \"command\": tru\n}", "line 2, byte 1")]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("{\"env\": {\"A\": s3cr3t-0f-a-ch1ld}}", "line 1")]
    [InlineData("{\"command\": \"a\", \"command\": \"b\"}", "names something twice")]
    [InlineData("[]", "is not an object")]
    [InlineData("\"text\"", "is not an object")]
    [InlineData("null", "is not an object")]
    public async Task A_body_that_cannot_be_read_is_told_where_without_showing_it(string body, string complaint)
    {
        foreach (string act in new[] { "start", "restart" })
        {
            HttpRequestMessage request = new(HttpMethod.Post, ApiHost.PathOf("x", act)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

            string? detail = (string?)(await host.Send(request)).AssertProblem(400, "invalid_request")["detail"];

            Assert.Contains(complaint, detail, StringComparison.Ordinal);
            Assert.DoesNotContain(ApiHost.Secret, detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{\"command\": \"a\u00ff\"}", "is not in UTF-8")]
    [InlineData("{\"command\": \"\\ud800\"}", "half a character")]
    [InlineData("{\"args\": [\"\\udc00\"]}", "half a character")]
    [InlineData("{\"env\": {\"\\ud800\": \"x\"}}", "half a character")]
    [InlineData("{\"readiness\": {\"http\": \"\\ud800\"}}", "half a character")]
    [InlineData("{\"\\ud800\": 1}", "half a character")]
    public async Task A_text_that_is_none_is_refused(string latin1, string complaint)
    {
        foreach (string path in new[] { "start", "restart", "start?merge=true" })
        {
            HttpRequestMessage request = new(HttpMethod.Post, ApiHost.PathOf("x", path)) { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(latin1)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

            string? detail = (string?)(await host.Send(request)).AssertProblem(400, "invalid_request")["detail"];

            Assert.Contains(complaint, detail, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("POST", "/v1/reload", "{\"dryRun\": true}", "\"dryRun\"")]
    [InlineData("POST", "/v1/shutdown", "{\"now\": true}", "\"now\"")]
    [InlineData("POST", "/v1/stop-all", "{\"pin\": false}", "\"pin\"")]
    [InlineData("POST", "/v1/children/x/stop", "{\"pin\": false}", "\"pin\"")]
    [InlineData("POST", "/v1/children/x/touch", "{\"x\": 1}", "\"x\"")]
    [InlineData("DELETE", "/v1/children/x", "{\"x\": 1}", "\"x\"")]
    [InlineData("POST", "/v1/reload", "[]", "is not an object")]
    public async Task A_body_where_none_is_read_does_not_pass_for_nothing(string method, string path, string body, string complaint)
    {
        HttpRequestMessage request = new(new HttpMethod(method), path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        Assert.Contains(complaint, (string?)(await host.Send(request)).AssertProblem(400, "invalid_request")["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_over_1_MB_is_refused(bool isChunked)
    {
        HttpRequestMessage request = new(HttpMethod.Post, ApiHost.PathOf("x", "start"))
        {
            Content = new StringContent(new JsonObject { ["command"] = new string('x', 1_000_000) }.ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = isChunked;

        // One that tells its size before is refused before it sends.
        request.Headers.ExpectContinue = !isChunked;

        (await host.Send(request)).AssertProblem(413, "too_large");
    }

    [Theory]
    [InlineData("GET", "/v1/children?usage=maybe", "give true or false")]
    [InlineData("GET", "/v1/children?usagee=true", "did you mean \"usage\"?")]
    [InlineData("GET", "/v1/children/x?tail=1", "no \"tail\" here")]
    [InlineData("POST", "/v1/children/x/start?pin=true", "no \"pin\" here")]
    [InlineData("POST", "/v1/children/x/restart?x=1", "no \"x\" here")]
    [InlineData("POST", "/v1/children/x/stop?pin=2", "give true or false")]
    [InlineData("POST", "/v1/children/x/touch?x", "no \"x\" here")]
    [InlineData("DELETE", "/v1/children/x?x", "no \"x\" here")]
    [InlineData("GET", "/v1/children/x/logs?tail=-1", "0-100000")]
    [InlineData("GET", "/v1/children/x/logs?tail=100001", "0-100000")]
    [InlineData("GET", "/v1/children/x/logs?tail=many", "0-100000")]
    [InlineData("GET", "/v1/children/x/logs?name=y", "no \"name\" here")]
    [InlineData("GET", "/v1/logs?follow=yes", "give true or false")]
    [InlineData("GET", "/v1/logs?names=x", "did you mean \"name\"?")]
    [InlineData("GET", "/v1/events?follow=true", "no \"follow\" here")]
    [InlineData("GET", "/v1/info?x", "no \"x\" here")]
    [InlineData("POST", "/v1/reload?dryrun=true", "did you mean \"dryRun\"?")]
    [InlineData("POST", "/v1/reload?dryRun=x", "give true or false")]
    [InlineData("POST", "/v1/stop-all?pin=true", "no \"pin\" here")]
    [InlineData("POST", "/v1/shutdown?now", "no \"now\" here")]
    [InlineData("POST", "/v1/children/x/start?marge=true", "did you mean \"merge\"?")]
    [InlineData("POST", "/v1/children/x/restart?merge=2", "give true or false")]
    [InlineData("GET", "/healthz?x=1", "no \"x\" here")]
    [InlineData("GET", "/readyz?x=1", "no \"x\" here")]
    [InlineData("GET", "/metrics?x=1", "no \"x\" here")]
    [InlineData("GET", "/openapi/v1.json?x=1", "no \"x\" here")]
    public async Task A_query_that_is_not_understood_is_refused(string method, string path, string complaint)
    {
        JsonObject problem = (await host.Send(new HttpMethod(method), path)).AssertProblem(400, "invalid_request");

        Assert.Contains(complaint, (string?)problem["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_web_page_may_not_ask_even_here()
    {
        HttpRequestMessage request = new(HttpMethod.Get, "/v1/children");
        request.Headers.Add("Origin", "https://evil.example");
        Answer answer = await host.Send(request);

        answer.AssertProblem(403, "wrong_origin");
        Assert.False(answer.Response!.Headers.Contains("Access-Control-Allow-Origin"));
    }
}
