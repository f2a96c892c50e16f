using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Spinner.Host.Tests.Cli;
using Spinner.Remoting.Tests;
using Xunit;

namespace Spinner.Host.Tests.Remote;

/// <summary><c>spinner --remote</c>: the verbs of the client, asked of a daemon on another node.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RemoteVerbTests(ServingDaemon daemon) : IClassFixture<ServingDaemon>
{
    [Fact]
    public async Task A_child_of_the_file_is_started_by_its_name_shown_and_stopped()
    {
        CliRun start = await daemon.Ask("start", "web");
        Assert.Equal((0, ""), (start.Code, start.Complaint));
        Assert.Matches(@"^web http://127\.0\.0\.1:186\d\d/\n$", start.Out);

        CliRun list = await daemon.Ask("ps");
        Assert.Equal(0, list.Code);
        Assert.Matches(@"(?m)^web +started +http://127\.0\.0\.1:186", list.Out);
        Assert.Matches(@"(?m)^web +started +http://127\.0\.0\.1:186", (await daemon.Local("ps")).Out);

        CliRun stop = await daemon.Ask("stop", "web");
        Assert.Equal(0, stop.Code);
        Assert.StartsWith("web stopped (", stop.Out, StringComparison.Ordinal); // how it took the signal is its own affair
    }

    [Fact]
    public async Task Json_is_what_the_api_answers_and_shows_no_value_of_the_environment()
    {
        CliRun start = await daemon.Ask("restart", "web", "-o", "json");
        CliRun get = await daemon.Ask("get", "web", "-o", "json");

        Assert.Equal((0, "web", "tcp"), (start.Code, (string?)start.Json["name"], (string?)start.Json["endpoint"]!["kind"]));
        Assert.Equal((0, "started"), (get.Code, (string?)get.Json["state"]));
        Assert.DoesNotContain("sesame", get.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_show_how_the_children_are_and_end()
    {
        CliRun events = await daemon.Ask("events", "broken");

        Assert.Equal((0, 1), (events.Code, events.Lines.Length));
        Assert.Contains("broken", events.Out, StringComparison.Ordinal);
        Assert.Equal(3, (await daemon.Ask("events", "nobody")).Code);
    }

    [Fact]
    public async Task Events_are_followed()
    {
        await using HostProcess events = HostProcess.StartVia(
            CliRun.Published, "--remote", daemon.Address, "--remote-config", daemon.Caller, "events", "-f", "-o", "json");
        await events.Line(line => line.Contains("replayEnded", StringComparison.Ordinal));

        await daemon.Local("start", "broken");

        string told = await events.Line(line => line.Contains("\"error\"", StringComparison.Ordinal));
        Assert.Contains("no luck", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_start_and_an_unknown_child_have_the_codes_that_they_have_here()
    {
        await daemon.Local("stop", "broken");
        await daemon.Local("touch", "broken");
        CliRun failed = await daemon.Ask("restart", "broken");
        CliRun unknown = await daemon.Ask("start", "wbe");

        Assert.Equal(4, failed.Code);
        Assert.Contains("| no luck", failed.Err, StringComparison.Ordinal);
        Assert.Equal(3, unknown.Code);
        Assert.Contains("did you mean \"web\"", unknown.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_is_refused_in_words_that_say_what_would_allow_it()
    {
        CliRun text = await daemon.Ask("start", "mine", "--", "sleep", "5");
        CliRun json = await daemon.Ask("rm", "web", "-o", "json");

        Assert.Equal((6, ""), (text.Code, text.Out));
        Assert.Contains("spinner.remote.allow-commands", text.Err, StringComparison.Ordinal);
        Assert.Equal((6, "not_allowed"), (json.Code, (string?)JsonNode.Parse(json.Err)!["code"]));
        Assert.Equal(3, (await daemon.Local("get", "mine")).Code);
    }

    [Fact]
    public async Task What_is_waited_for_in_vain_has_its_own_code()
    {
        CliRun run = await daemon.Ask("wait", "broken", "--for", "started", "--timeout", "100ms");

        Assert.Equal(124, run.Code);
    }

    [Fact]
    public async Task Where_nobody_listens_it_says_so_and_what_to_look_at()
    {
        CliRun text = await daemon.AskBy(daemon.Caller, "akka.ssl.tcp://spinner@127.0.0.1:1", "ps");
        CliRun json = await daemon.AskBy(daemon.Caller, "akka.ssl.tcp://spinner@127.0.0.1:1", "start", "web", "-o", "json");

        Assert.Equal((69, ""), (text.Code, text.Out));
        Assert.StartsWith("error: no Spinner answers on akka.ssl.tcp://spinner@127.0.0.1:1: nobody listens there", text.Err, StringComparison.Ordinal);
        Assert.Equal(2, text.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal((69, "no_host"), (json.Code, (string?)JsonNode.Parse(json.Err)!["code"]));
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_not_let_in_and_the_log_there_says_so()
    {
        using Certificates others = new("others");
        string stranger = daemon.Write("stranger.conf", ServingDaemon.Section(others, trusted: daemon.Certificates));

        CliRun run = await daemon.AskBy(stranger, daemon.Address, "ps");

        Assert.Equal((69, ""), (run.Code, run.Out));
        await daemon.Host.Line(line => line.Contains("is refused: its certificate comes from none of the authorities", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_that_this_one_does_not_trust_is_not_asked()
    {
        using Certificates others = new("others");
        string distrusting = daemon.Write("distrusting.conf", ServingDaemon.Section(daemon.Certificates, trusted: others));

        CliRun run = await daemon.AskBy(distrusting, daemon.Address, "ps");

        Assert.Equal((69, ""), (run.Code, run.Out));

        // Why, unless the handshake of a slow machine outlasts the patience of the caller.
        Assert.Matches("it is not trusted here: its certificate comes from none of the authorities|it has not answered", run.Err);
    }

    [Fact]
    public async Task Without_a_certificate_to_show_it_says_where_one_is_looked_for()
    {
        CliRun missing = await daemon.AskBy("/no/such.conf", daemon.Address, "ps");
        CliRun none = await daemon.AskBy(daemon.Write("empty.conf", ""), daemon.Address, "ps", "-o", "json");

        Assert.Equal(2, missing.Code);
        Assert.StartsWith("/no/such.conf: there is no such file", missing.Err, StringComparison.Ordinal);
        Assert.Equal((2, "invalid_file"), (none.Code, (string?)JsonNode.Parse(none.Err)!["code"]));
    }

    [Theory]
    [InlineData("what children print", "logs")]
    [InlineData("what children print", "top")]
    [InlineData("shutdown cannot be asked of another node", "shutdown")]
    [InlineData("reload cannot", "reload")]
    [InlineData("info cannot", "info")]
    [InlineData("up cannot", "up")]
    [InlineData("Options alone", "start", "web", "--idle-time", "1h")]
    [InlineData("Either --socket or --remote", "ps", "--socket", "/x")]
    public async Task What_cannot_be_asked_from_elsewhere_is_a_wrong_line(string error, params string[] args)
    {
        CliRun run = await daemon.Ask(args);

        Assert.Equal((64, ""), (run.Code, run.Out));
        Assert.Contains(error, run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_has_a_form()
    {
        CliRun run = await daemon.AskBy(daemon.Caller, "localhost:7978", "ps");

        Assert.Equal(64, run.Code);
        Assert.Contains("akka.ssl.tcp://spinner@HOST:PORT", run.Err, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_variable_names_a_node_for_verbs_that_ask_one()
    {
        Assert.Equal(69, (await Of("ps")).Code);
        Assert.Equal(64, (await Of("logs")).Code);
        Assert.Equal(2, (await Of("check", "/no/such.conf")).Code);
        Assert.Equal(0, (await Of("ps", "--socket", daemon.Socket)).Code);

        Task<CliRun> Of(params IEnumerable<string> args)
        {
            System.Diagnostics.ProcessStartInfo start = CliRun.Info(CliRun.Published, daemon.Socket, args);
            start.Environment["SPINNER_REMOTE"] = "akka.ssl.tcp://spinner@127.0.0.1:1";
            start.Environment["SPINNER_REMOTE_CONFIG"] = daemon.Caller;
            return CliRun.Of(start);
        }
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused_in_a_sentence()
    {
        string conf = daemon.Write("second.conf", ServingDaemon.Section(daemon.Certificates, $"port = {daemon.Address.Split(':')[^1]}"));

        (int code, string text) = await HostProcess.Run("daemon", "--config", conf, "--socket", $"{daemon.Socket}2", "--state-folder", Path.Combine(Path.GetDirectoryName(conf)!, "second"));

        Assert.Equal(2, code);
        Assert.Contains("spinner.remote cannot listen on 127.0.0.1:", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_daemon_tells_where_it_is_reached()
    {
        Assert.Contains($"remote   {daemon.Address}\n", (await daemon.Local("info")).Out, StringComparison.Ordinal);
        Assert.Contains($"Other nodes ask it at {daemon.Address}.", (await daemon.Local("doctor")).Out, StringComparison.Ordinal);
    }
}
