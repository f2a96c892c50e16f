using System.Globalization;
using Akka.Configuration;

namespace Spinner.Remoting;

/// <summary>What Akka has to be told.</summary>
internal static class RemotingHocon
{
    /// <summary>The largest message, and what Akka wraps it in.</summary>
    private const int FrameBytes = 9_000_000;

    public static Config Of(SpinnerRemotingOptions options) => ConfigurationFactory.ParseString(string.Create(CultureInfo.InvariantCulture, $$"""
        akka.actor {
          provider = remote
          serializers {
            json = "{{NameOf(typeof(RefusedJson))}}"
            daemon-create = "{{NameOf(typeof(RefusedDeployment))}}"
          }
        }
        akka.remote {
          # Only the Spinner may be looked up. The door goes further: untrusted mode lets other nodes speak with every actor whose path they know, and kill it.
          untrusted-mode = on
          trusted-selection-paths = ["/user/spinner"]
          # Without a space: Akka would take the quotes for a part of it.
          adapters.spinner-door = "{{NameOf(typeof(DoorProvider)).Replace(" ", "", StringComparison.Ordinal)}}"
          enabled-transports = ["akka.remote.dot-netty.tcp"]

          # After a failure it is held back for this long: five times less than by default, for whoever calls waits for it.
          retry-gate-closed-for = 1s
          log-remote-lifecycle-events = off
          dot-netty.tcp {
            hostname = {{Text(options.Hostname)}}
            port = {{options.Port}}
            public-hostname = {{Text(options.PublicHostname ?? Anonymous(options) ?? options.Hostname)}}
            # On Linux, on would let a second node of this user listen on the same port, and half of the calls go astray.
            tcp-reuse-addr = off
            applied-adapters = [spinner-door]
            enable-ssl = {{(options.HasCertificate ? "on" : "off")}}
            maximum-frame-size = {{FrameBytes}}b
            send-buffer-size = 1000000b
            receive-buffer-size = 1000000b
          }
        }
        spinner.remote.serve = {{Switch(options.Serve)}}
        spinner.remote.allow-commands = {{Switch(options.AllowCommands)}}
        {{(Advertised(options) is { } host ? $"spinner.advertised-host = {Text(host)}" : "")}}
        """));

    private static string? Advertised(SpinnerRemotingOptions options) =>
        options.AdvertisedHost ?? new[] { options.PublicHostname ?? options.Hostname }.FirstOrDefault(host => !RemotingRules.IsLoopback(host));

    /// <summary>
    /// A node that only calls is answered on the connections that it opens. It needs no address, but one that no other such node has, for a node is known by
    /// its address.
    /// </summary>
    private static string? Anonymous(SpinnerRemotingOptions options) =>
        options is { Port: 0, Serve: false } ? $"{Guid.NewGuid():N}.invalid" : null;

    private static string Switch(bool on) => on ? "on" : "off";

    private static string Text(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
