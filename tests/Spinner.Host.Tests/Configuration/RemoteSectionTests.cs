using System.Runtime.Versioning;
using Spinner.Host.Configuration;
using Spinner.Host.Remote;
using Spinner.Remoting.Tests;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

/// <summary>The section <c>spinner.remote</c> of a file.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RemoteSectionTests : IDisposable
{
    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void A_file_without_it_has_no_remoting()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.children.a.command = sh\nspinner.remote = null\nspinner.advertised-host = here");

        Assert.Null(folder.Load().Remote);
        Assert.Equal(["spinner.conf:3: spinner.advertised-host: has no effect without spinner.remote"], folder.Relative(folder.Load().Warnings));
    }

    [Fact]
    public void Every_error_has_its_key_and_line()
    {
        using ConfigFolder folder = ConfigFolder.Of("""
            spinner.remote {
              hostname = "0.0.0.0"
              port = 70000
              certificate = no.pem
              key = no.key
              authorities = [no-authority.pem]
              pinned = ["12:34"]
              allow-comands = on
            }
            """);

        string[] errors = folder.Errors();

        Assert.Equal(["2", "3", "4", "5", "6", "7", "8"], errors.Select(error => error.Split(':')[1]));
        Assert.Equal(
            ["hostname", "port", "certificate", "key", "authorities[0]", "pinned", "allow-comands"],
            errors.Select(error => error.Split(": ")[1]["spinner.remote.".Length..]));
        Assert.Contains("did you mean \"allow-commands\"", errors[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Off_loopback_there_is_no_way_around_tls_that_is_not_written_down()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.remote { hostname = \"10.1.2.3\" }");

        Assert.Contains("insecure = on", Assert.Single(folder.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_others_may_read_is_an_error()
    {
        using ConfigFolder folder = ConfigFolder.Of(Section());
        Assert.Empty(folder.Errors());

        foreach (string key in Directory.GetFiles(_certificates.Folder, "*.key"))
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        Assert.Contains("chmod 600", Assert.Single(folder.Errors()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("remote", "")]
    [InlineData("cluster", "")]
    [InlineData("\"Akka.Remote.RemoteActorRefProvider, Akka.Remote\"", "spinner.remote { port = 0 }")]
    public void Akka_is_not_let_listen_without_the_locks(string provider, string more)
    {
        using ConfigFolder folder = ConfigFolder.Of($"\nakka.actor.provider = {provider}\nspinner.children.a.command = true\n{more}");

        Assert.Equal(
            "spinner.conf:2: akka.actor.provider: is not local: other nodes are let in by spinner.remote, which has the locks. Leave this key out",
            Assert.Single(folder.Errors()));
    }

    [Fact]
    public void What_is_no_certificate_is_an_error()
    {
        using ConfigFolder folder = ConfigFolder.Of(Section());
        File.WriteAllText(_certificates.AuthorityFile, "nothing");

        Assert.StartsWith("spinner.conf:1: spinner.remote.authorities: ", Assert.Single(folder.Errors()), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_explained_with_lines_and_without_what_is_in_the_key()
    {
        using ConfigFolder folder = ConfigFolder.Of(Section("\n  port = ${PORT}\n"));
        folder.Environment["PORT"] = "7001";

        IReadOnlyList<ExplainedValue> values = new RemoteExplainer(folder.Load()).Explain();

        Assert.Equal("${PORT}", values.Single(value => value.Key == "port").Value);
        Assert.EndsWith("spinner.conf:2", values.Single(value => value.Key == "port").From, StringComparison.Ordinal);
        Assert.EndsWith(".key", values.Single(value => value.Key == "key").Value, StringComparison.Ordinal);
        Assert.Equal("off", values.Single(value => value.Key == "allow-commands").Value);
    }

    [Theory]
    [InlineData("spinner.remote { port = 7979 }", "spinner.remote { port = 7980 }", "spinner.remote.port")]
    [InlineData("spinner.remote { }", "spinner.remote { port = 7978 }", "")]
    [InlineData("", "spinner.remote { port = 7980, serve = off }", "spinner.remote")]
    [InlineData("spinner.remote { serve = off }", "", "spinner.remote")]
    [InlineData("spinner.remote { }\nspinner.advertised-host = a", "spinner.remote { }\nspinner.advertised-host = b", "spinner.advertised-host")]
    public void A_reload_names_what_takes_effect_at_the_next_start(string before, string after, string keys)
    {
        using ConfigFolder old = ConfigFolder.Of(before);
        using ConfigFolder @new = ConfigFolder.Of(after);

        Assert.Equal(keys, string.Join(' ', FileDifference.Between(old.Load(), @new.Load()).SettingsThatNeedRestart));
    }

    [Theory]
    [InlineData("/x", "/home/me", "/x/spinner/remote.conf")]
    [InlineData("x", "/home/me", "/home/me/.config/spinner/remote.conf")]
    [InlineData(null, "/home/me", "/home/me/.config/spinner/remote.conf")]
    public void A_callers_file_is_where_settings_of_users_are(string? config, string home, string expected) =>
        Assert.Equal(expected, CallerSettings.Usual(name => name == "HOME" ? home : name == "XDG_CONFIG_HOME" ? config : null));

    private string Section(string more = "")
    {
        (string file, string key, _) = _certificates.Node("node");
        return $$"""spinner.remote { certificate = "{{file}}", key = "{{key}}", authorities = ["{{_certificates.AuthorityFile}}"]{{more}} }""";
    }
}
