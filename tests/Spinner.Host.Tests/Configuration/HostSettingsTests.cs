using Serilog.Events;
using Spinner.Host.Configuration;
using Spinner.Protocol;
using Spinner.Remoting.Tests;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

public sealed class HostSettingsTests
{
    [Fact]
    public void Every_key_is_read_and_paths_start_at_the_file()
    {
        using Certificates certificates = new();
        (string certificate, string key, _) = certificates.Node("chain");
        using ConfigFolder folder = ConfigFolder.Of("""
            spinner.host {
              socket = run/spinner.sock
              state-folder = state
              log { level = debug, max-size = 1 MB, files = 3 }
              api {
                tcp { listen = "0.0.0.0:7979", certificate = chain.pem, certificate-key = key.pem, allowed-hosts = [ example.org, "[::1]:80" ],
                      allowed-origins = [ "https://example.org", "http://localhost:3000" ] }
                max-connections = 7
              }
              metrics.otlp-endpoint = "http://localhost:4317"
              children-logs = off
            }
            """).Write("chain.pem", File.ReadAllText(certificate)).Write("key.pem", File.ReadAllText(key));

        ConfigFile file = folder.Load();

        Assert.Empty(file.Errors);
        HostSettings settings = file.Settings!;
        Assert.Equal(folder.PathOf("run/spinner.sock"), settings.Socket);
        Assert.Equal(folder.PathOf("state"), settings.StateFolder);
        Assert.Equal(folder.PathOf("state/api.token"), settings.TokenFile);
        Assert.Equal((LogEventLevel.Debug, 1_000_000L, 3), (settings.LogLevel, settings.LogMaxSize, settings.LogFiles));
        Assert.Equal(new TcpListen("0.0.0.0", 7979), settings.Listen);
        Assert.Equal((folder.PathOf("chain.pem"), folder.PathOf("key.pem")), (settings.Certificate, settings.CertificateKey));
        Assert.Equal(["example.org", "[::1]:80"], settings.AllowedHosts);
        Assert.Equal(["https://example.org", "http://localhost:3000"], settings.AllowedOrigins);
        Assert.Equal((7, "http://localhost:4317/", false), (settings.MaxConnections, settings.OtlpEndpoint!.ToString(), settings.ChildrenLogs));
    }

    [Theory]
    [InlineData("127.0.0.1:7979", true)]
    [InlineData("127.9.9.9:1", true)]
    [InlineData("[::1]:65535", true)]
    [InlineData("localhost:7979", true)]
    [InlineData("LOCALHOST:7979", true)]
    [InlineData("0.0.0.0:7979", false)]
    [InlineData("[::]:7979", false)]
    [InlineData("192.168.1.2:7979", false)]
    [InlineData("localhost.example.org:7979", false)]
    public void Off_loopback_nothing_listens_without_tls(string listen, bool isLoopback)
    {
        using ConfigFolder folder = ConfigFolder.Of($"\nspinner.host.api.tcp.listen = \"{listen}\"");

        ConfigFile file = folder.Load();

        if (isLoopback)
        {
            Assert.Equal(listen, file.Settings!.Listen!.ToString());
            return;
        }

        Assert.StartsWith(
            $"spinner.conf:2: spinner.host.api.tcp.listen: \"{listen}\" is off loopback: Spinner does not listen there without TLS.",
            Assert.Single(folder.Relative(file.Errors)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("socket", "\"\"", "is no path")]
    [InlineData("state-folder", "[a]", "is a list: give a single value.")]
    [InlineData("log.level", "verbose", "give debug, information, warning or error.")]
    [InlineData("log.max-size", "10", "give a size with its unit")]
    [InlineData("log.max-size", "1 kB", "give 64 kB to 1000 GB.")]
    [InlineData("log.files", "0", "give 1-1000.")]
    [InlineData("api.max-connections", "100001", "give 1-100000.")]
    [InlineData("api.tcp.listen", "7979", "give an address and a port of 1-65535")]
    [InlineData("api.tcp.listen", "\"127.0.0.1:0\"", "give an address and a port of 1-65535")]
    [InlineData("api.tcp.listen", "\"::1:7979\"", "give an address and a port of 1-65535")]
    [InlineData("api.tcp.listen", "\"[127.0.0.1]:7979\"", "give an address and a port of 1-65535")]
    [InlineData("api.tcp.listen", "\"*:7979\"", "give an address and a port of 1-65535")]
    [InlineData("api.tcp.token-file", "\"\\u0000\"", "is no path")]
    [InlineData("api.tcp.certificate", "no.pem", "does not exist")]
    [InlineData("api.tcp.certificate-key", "spinner.conf", "is of no use alone: give api.tcp.certificate too.")]
    [InlineData("api.tcp.certificate", "spinner.conf", "is of no use alone: give api.tcp.certificate-key too.")]
    [InlineData("api.tcp.allowed-hosts", "\"*\"", "is no host")]
    [InlineData("api.tcp.allowed-hosts", "[\"http://x\"]", "is no host")]
    [InlineData("api.tcp.allowed-origins", "[\"https://x/\"]", "is no origin")]
    [InlineData("api.tcp.allowed-origins", "\"*\"", "is no origin")]
    [InlineData("metrics.otlp-endpoint", "\"localhost:4317\"", "give a URL with http or https")]
    [InlineData("children-logs", "perhaps", "give on or off.")]
    public void A_wrong_value_is_told_with_what_is_allowed(string key, string value, string told)
    {
        using ConfigFolder folder = ConfigFolder.Of($"\nspinner.host.{key} = {value}");

        string error = folder.Errors()[0];

        Assert.StartsWith($"spinner.conf:2: spinner.host.{key}", error, StringComparison.Ordinal);
        Assert.Contains(told, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no certificate", true)]
    [InlineData(null, false)]
    public void A_certificate_that_a_daemon_would_refuse_is_an_error(string? text, bool isItsKey)
    {
        using Certificates certificates = new();
        (string certificate, string key, _) = certificates.Node("a");
        using ConfigFolder folder = ConfigFolder.Of("\nspinner.host.api.tcp.certificate = c.pem\nspinner.host.api.tcp.certificate-key = k.pem")
            .Write("c.pem", text ?? File.ReadAllText(certificate))
            .Write("k.pem", File.ReadAllText(isItsKey ? key : certificates.Node("b").Key));

        string error = Assert.Single(folder.Errors());

        Assert.StartsWith("spinner.conf:2: spinner.host.api.tcp.certificate", error, StringComparison.Ordinal);
        Assert.Contains("or its key, cannot be used: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_state_folder_is_that_of_systemd_else_of_the_user()
    {
        using ConfigFolder folder = ConfigFolder.Of("");
        string theirs = OperatingSystem.IsWindows() ? folder.Load().Settings!.StateFolder
            : Environment.IsPrivilegedProcess ? "/var/lib/spinner"
            : "/home/somebody/.local/state/spinner";
        Assert.Equal(theirs, folder.Load().Settings!.StateFolder);

        folder.Environment["STATE_DIRECTORY"] = "/var/lib/mine:/var/lib/other";
        Assert.Equal("/var/lib/mine", folder.Load().Settings!.StateFolder);
    }

    [Fact]
    public void Output_that_the_file_sends_nowhere_goes_to_a_log_per_child()
    {
        using ConfigFolder folder = ConfigFolder.Of("""
            spinner.defaults.stderr = "inherit"
            spinner.children.web { command = sh }
            """);
        ConfigFile file = folder.Load(ConfigUse.Daemon);

        file.SendOutputTo("/logs");

        Assert.Equal(("/logs/{name}.log", OutputTargetKind.Inherit), (file.Options.Defaults.Stdout?.Path, file.Options.Defaults.Stderr?.Kind));
        Assert.Null(file.Children[0].Spec.Stdout);
    }
}
