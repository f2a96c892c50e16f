using Xunit;

namespace Spinner.Host.Tests.Api;

[Collection(ApiTests.Name)]
public sealed class NameTests(ApiHost host)
{
    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%2fb%20c", "a/b c")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("100%25", "100%")]
    [InlineData("%2E%2E", "..")]
    [InlineData("..", "..")]
    [InlineData(".", ".")]
    [InlineData("%2E%2F..%2Fx.js", "./../x.js")]
    [InlineData(".hidden", ".hidden")]
    [InlineData("%C3%BCber", "über")]
    [InlineData("%F0%9F%8C%80", "🌀")]
    [InlineData("a+b", "a+b")]
    [InlineData("a%3Fb%23c", "a?b#c")]
    [InlineData("start", "start")]
    [InlineData("-", "-")]
    public async Task A_name_is_one_segment_of_the_path_as_it_was_sent(string segment, string name)
    {
        string body = ApiHost.Spec("serve").ToJsonString();
        string headers = $"Content-Type: application/json\r\nContent-Length: {System.Text.Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

        Answer started = await host.Raw("POST", $"/v1/children/{segment}/start", headers);
        Answer shown = await host.Raw("GET", $"/v1/children/{segment}?usage=false");
        Answer logs = await host.Raw("GET", $"/v1/children/{segment}/logs?tail=1");
        Answer gone = await host.Raw("DELETE", $"http://localhost/v1/children/{segment}");

        Assert.True(started.Status == 200, started.Text);
        Assert.All([started, shown, gone], answer => Assert.Equal(name, (string?)answer.Json["name"]));
        Assert.Equal(200, logs.Status);
    }

    [Theory]
    [InlineData("/v1/children/a%2", "hexadecimal")]
    [InlineData("/v1/children/a%zz/start", "hexadecimal")]
    [InlineData("/v1/children/%ff", "no UTF-8")]
    [InlineData("/v1/children/%C3/logs", "no UTF-8")]
    public async Task A_name_that_cannot_be_decoded_is_told(string target, string complaint)
    {
        Answer answer = await host.Raw(target.EndsWith("start", StringComparison.Ordinal) ? "POST" : "GET", target);

        Assert.Contains(complaint, (string?)answer.AssertProblem(400, "invalid_request")["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_NUL_is_refused_by_the_server_itself()
    {
        Answer answer = await host.Raw("GET", "/v1/children/a%00b");

        Assert.Equal((400, ""), (answer.Status, answer.Text));
    }

    [Theory]
    [InlineData("/v1/./children/x")]
    [InlineData("/v1/children/x/unknown")]
    [InlineData("/v1/children/x/start/more")]
    [InlineData("/v1/childr%65n/x")]
    [InlineData("/v2/children")]
    [InlineData("/")]
    public async Task A_path_of_nothing_is_not_found(string target) => (await host.Raw("GET", target)).AssertProblem(404, "not_found");

    [Theory]
    [InlineData("GET", "/v1/children//logs")]
    [InlineData("POST", "/v1/children//start")]
    public async Task An_empty_name_is_nobodys(string method, string target) =>
        (await host.Raw(method, target, "Content-Length: 0\r\n")).AssertProblem(404, "unknown_child");

    [Theory]
    [InlineData(256)]
    [InlineData(300)]
    public async Task A_name_that_is_too_long_is_an_error_of_the_spec(int length) =>
        (await host.Start(new string('x', length), ApiHost.Spec("serve"))).AssertProblem(422, "invalid_spec");

    [Fact]
    public async Task A_name_with_a_control_character_is_an_error_of_the_spec() =>
        (await host.Start("a\nb", ApiHost.Spec("serve"))).AssertProblem(422, "invalid_spec");
}
