using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Spinner.Configuration;
using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Remoting.Tests;

/// <summary>What other nodes may not do, and who may not even ask.</summary>
public sealed class LocksTests : IDisposable
{
    private static readonly ChildSpec _command = TestChild.Spec("other", "serve");

    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task Commands_of_other_nodes_are_refused_with_an_answer_and_a_line_in_the_log()
    {
        await using Node server = await Serving();
        await using Node caller = await Calling();
        SpinnerClient remote = caller.ClientOf(server.Address);

        StartFailed[] refused =
        [
            Assert.IsType<StartFailed>(await remote.StartAsync(_command)),
            Assert.IsType<StartFailed>(await remote.StartAsync("nobody")),
            Assert.IsType<StartFailed>(await remote.StartAsync(_command with { Name = "web" })),
            Assert.IsType<StartFailed>(await remote.RestartAsync("web", _command with { Name = "web" })),
            (await remote.DefineAsync(_command))!,
            (await Assert.ThrowsAsync<ChildNotStartedException>(() => remote.AcquireAsync(_command))).Failure,
        ];

        Assert.All(refused, answer => Assert.Equal(StartFailureReason.NotAllowed, answer.Reason));
        Assert.All(refused, answer => Assert.Contains("spinner.remote.allow-commands", answer.Message, StringComparison.Ordinal));
        SpinnerRefusedException forget = await Assert.ThrowsAsync<SpinnerRefusedException>(() => remote.ForgetAsync("web"));
        Assert.Contains("ForgetChild was refused", forget.Message, StringComparison.Ordinal);
        Assert.Equal(["web"], (await server.Local.ListAsync()).Select(child => child.Name.Value));
        await server.Log.Line(LogLevel.Warning, "ForgetChild");
        await server.Log.Line(LogLevel.Warning, "AcquireChild");
    }

    [Fact]
    public async Task Commands_are_run_where_they_are_allowed_be_their_spec_a_megabyte_long()
    {
        await using Node server = await Serving(options => options.AllowCommands = true);
        await using Node caller = await Calling();
        SpinnerClient remote = caller.ClientOf(server.Address);
        ChildSpec large = _command with
        {
            Env = Enumerable.Range(0, 10).ToDictionary(i => $"LARGE_{i}", _ => new string('x', 100_000)),
        };

        StartSucceeded started = Assert.IsType<StartSucceeded>(await remote.StartAsync(large));

        Assert.Equal(started.Endpoint.Port, (await server.Local.GetAsync("other"))!.Endpoint!.Port);
        Assert.NotNull(await remote.ForgetAsync("other"));
        ArgumentException tooLarge = await Assert.ThrowsAsync<ArgumentException>(() =>
            remote.StartAsync(_command with { Env = new Dictionary<string, string> { ["X"] = new('x', 9_000_000) } }));
        Assert.Contains("8000000", tooLarge.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_opens_nothing()
    {
        using Certificates strangers = new("strangers");
        await using Node server = await Serving();
        await using Node caller = await Node.Calling(options =>
        {
            (options.CertificateFile, options.KeyFile, _) = strangers.Node("stranger");
            options.AuthorityFiles.Add(_certificates.AuthorityFile);
        });

        SpinnerUnreachableException unreachable =
            await Assert.ThrowsAsync<SpinnerUnreachableException>(() => caller.ClientOf(server.Address, unreachableAfter: 5).StartAsync("web"));

        Assert.Contains(server.Address, unreachable.Message, StringComparison.Ordinal);
        await server.Log.Line(LogLevel.Warning, "its certificate comes from none of the authorities");
        Assert.Equal(ChildState.Stopped, (await server.Local.GetAsync("web"))!.State);
    }

    [Fact]
    public async Task A_server_that_is_not_the_expected_one_is_told_nothing()
    {
        using Certificates strangers = new("strangers");
        await using Node server = await Node.Serving(options =>
        {
            (options.CertificateFile, options.KeyFile, _) = strangers.Node("stranger");
            options.AuthorityFiles.Add(_certificates.AuthorityFile);
        });
        await using Node caller = await Calling();

        await Assert.ThrowsAsync<SpinnerUnreachableException>(() => caller.ClientOf(server.Address, unreachableAfter: 5).StartAsync("web"));

        await caller.Log.Line(LogLevel.Warning, "its certificate comes from none of the authorities");
        await caller.Log.Line(LogLevel.Error, "TLS handshake failed");
        await AssertLivesOn(caller);
    }

    [Fact]
    public async Task What_is_no_node_at_all_harms_nobody()
    {
        using TcpListener noNode = new(IPAddress.Loopback, 0);
        noNode.Start();
        Task hangingUp = Task.Run(async () =>
        {
            while (true)
            {
                using TcpClient guest = await noNode.AcceptTcpClientAsync();
                await guest.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            }
        });
        await using Node caller = await Calling();
        string address = $"akka.ssl.tcp://spinner@127.0.0.1:{((IPEndPoint)noNode.LocalEndpoint).Port}";

        await Assert.ThrowsAsync<SpinnerUnreachableException>(() => caller.ClientOf(address, unreachableAfter: 5).StartAsync("web"));

        await caller.Log.Line(LogLevel.Error, "TLS handshake failed");
        await AssertLivesOn(caller);
        noNode.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => hangingUp);
    }

    [Fact]
    public async Task A_node_connects_to_nobody_but_whom_it_calls()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        await using Node server = await Serving();

        server.System.ActorSelection($"akka.ssl.tcp://spinner@127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}/user/x").Tell(new PingSpinner(1));

        await server.Log.Line(LogLevel.Warning, "is answered on the connections that it opens, and there is none");
        Assert.False(other.Pending());
    }

    [Fact]
    public async Task A_certificate_that_has_expired_opens_nothing()
    {
        await using Node server = await Serving();
        await using Node caller = await Node.Calling(options =>
        {
            (options.CertificateFile, options.KeyFile, _) = _certificates.Node("late", isExpired: true);
            options.AuthorityFiles.Add(_certificates.AuthorityFile);
        });

        await Assert.ThrowsAsync<SpinnerUnreachableException>(() => caller.ClientOf(server.Address, unreachableAfter: 5).StartAsync("web"));

        await server.Log.Line(LogLevel.Warning, "NotTimeValid");
    }

    [Fact]
    public async Task Pinned_certificates_need_no_authority_and_others_are_refused()
    {
        (string serverFile, string serverKey, string serverPrint) = _certificates.Node("server");
        (string callerFile, string callerKey, string callerPrint) = _certificates.Node("caller");
        await using Node server = await Node.Serving(options =>
        {
            (options.CertificateFile, options.KeyFile) = (serverFile, serverKey);
            options.PinnedFingerprints.Add(callerPrint);
        });
        await using Node caller = await Node.Calling(options =>
        {
            (options.CertificateFile, options.KeyFile) = (callerFile, callerKey);
            options.PinnedFingerprints.Add(serverPrint);
        });
        await using Node other = await Node.Calling(options =>
        {
            (options.CertificateFile, options.KeyFile, _) = _certificates.Node("other");
            options.PinnedFingerprints.Add(serverPrint);
        });

        Assert.IsType<StartSucceeded>(await caller.ClientOf(server.Address).StartAsync("web"));
        await Assert.ThrowsAsync<SpinnerUnreachableException>(() => other.ClientOf(server.Address, unreachableAfter: 5).StartAsync("web"));
        await server.Log.Line(LogLevel.Warning, "not among the pinned ones");
    }

    [Fact]
    public async Task Without_a_certificate_nobody_gets_in()
    {
        await using Node server = await Serving();
        await using Node caller = await Node.Calling();
        string plain = server.Address.Replace("akka.ssl.tcp", "akka.tcp", StringComparison.Ordinal);

        await Assert.ThrowsAsync<SpinnerUnreachableException>(() => caller.ClientOf(plain, unreachableAfter: 3).StartAsync("web"));

        Assert.Equal(ChildState.Stopped, (await server.Local.GetAsync("web"))!.State);
    }

    [Fact]
    public async Task Who_speaks_TLS_and_shows_no_certificate_is_cut_off()
    {
        await using Node server = await Serving();
        using TcpClient tcp = new();
        await tcp.ConnectAsync(server.Where.Host!, server.Where.Port!.Value);
        await using SslStream tls = new(tcp.GetStream(), leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);

        // By TLS 1.3 the client is told only after its side of the greeting.
        Exception? end = await Record.ExceptionAsync(async () =>
        {
            await tls.AuthenticateAsClientAsync("server");
            if (await tls.ReadAsync(new byte[1]) == 0) throw new EndOfStreamException();
        });

        Assert.NotNull(end);
        await server.Log.Line(LogLevel.Warning, "did not provide a certificate");
    }

    [Fact]
    public async Task Off_loopback_there_is_no_start_without_tls_unless_it_is_said_to_be_meant()
    {
        SpinnerConfigurationException refusal = await Assert.ThrowsAsync<SpinnerConfigurationException>(() => Node.Serving(options => options.Hostname = "0.0.0.0"));

        Assert.Equal(2, refusal.Errors.Count);
        Assert.Contains("insecure", refusal.Errors[1], StringComparison.Ordinal);

        await using Node open = await Node.Serving(options => (options.Hostname, options.PublicHostname, options.Insecure) = ("0.0.0.0", "127.0.0.1", true));
        await open.Log.Line(LogLevel.Warning, "WITHOUT TLS");
    }

    [Fact]
    public async Task Endpoints_are_told_with_the_host_that_is_advertised()
    {
        await using Node server = await Serving(options => options.AdvertisedHost = "apps.example");
        await using Node caller = await Calling();
        SpinnerClient remote = caller.ClientOf(server.Address);

        StartSucceeded started = Assert.IsType<StartSucceeded>(await remote.StartAsync("web"));

        Assert.Equal("apps.example", started.Endpoint.Host);
        Assert.Equal("apps.example", (await remote.GetAsync("web"))!.Endpoint!.Host);
        Assert.Equal("apps.example", Assert.Single(await remote.ListAsync()).Endpoint!.Host);
        Assert.Equal("127.0.0.1", (await server.Local.GetAsync("web"))!.Endpoint!.Host);
    }

    [Fact]
    public async Task An_actor_of_a_child_that_is_addressed_directly_does_nothing()
    {
        await using Node server = await Serving();
        await using Node caller = await Calling();
        Assert.IsType<StartSucceeded>(await server.Local.StartAsync("web"));

        // Neither by its path (which is not among the trusted ones) nor by a reference made of its path.
        string path = $"{server.Address}/user/spinner/child-1-1";
        caller.System.ActorSelection(path).Tell(new StopChild("web"));
        ((ExtendedActorSystem)caller.System).Provider.ResolveActorRef(path).Tell(new StopChild("web"), ActorRefs.NoSender);
        ((ExtendedActorSystem)caller.System).Provider.ResolveActorRef($"{server.Address}/user/spinner").Tell(new StartChild(_command), ActorRefs.NoSender);

        // On the same connection, so after those.
        Assert.Equal(ChildState.Started, (await caller.ClientOf(server.Address).GetAsync("web"))!.State);
        Assert.Equal(["web"], (await server.Local.ListAsync()).Select(child => child.Name.Value));
    }

    [Fact]
    public async Task An_object_in_newtonsofts_form_is_not_even_read()
    {
        await using Node server = await Serving();
        await using Node caller = await Attacker(akka => akka.AddHocon(
            "akka.actor.serializers.json = \"Akka.Serialization.NewtonSoftJsonSerializer, Akka\"", HoconAddMode.Prepend));
        Gadget.Made = 0;

        caller.System.ActorSelection($"{server.Address}/user/spinner").Tell(new Gadget { Command = "touch" }, ActorRefs.NoSender);

        await server.Log.Line(LogLevel.Warning, "is refused unread");
        Assert.Equal(1, Gadget.Made); // the attacker's own
        Assert.IsType<StartSucceeded>(await server.Local.StartAsync("web"));
    }

    [Fact]
    public async Task A_message_of_an_unknown_kind_is_answered_and_logged()
    {
        await using Node server = await Serving();
        await using Node caller = await Attacker(akka => akka.AddHocon(
            $"akka.actor.serializers.odd = \"{typeof(OddSerializer).FullName}, Spinner.Remoting.Tests\"\n"
            + $"akka.actor.serialization-bindings.\"{typeof(Gadget).FullName}, Spinner.Remoting.Tests\" = odd",
            HoconAddMode.Prepend));

        object answer = await caller.System.ActorSelection($"{server.Address}/user/spinner").Ask<object>(new Gadget(), TimeSpan.FromSeconds(30));

        // Its own serializer reads whatever comes under that number: the answer's manifest and its text.
        NotUnderstood read = Assert.IsType<NotUnderstood>(answer);
        Assert.Equal("not-understood.1", read.Manifest);
        Assert.Contains("from-the-future.9", read.Message, StringComparison.Ordinal);
        await server.Log.Line(LogLevel.Warning, "from-the-future.9");
    }

    /// <summary>Akka would have ended its whole system.</summary>
    private async Task AssertLivesOn(Node caller)
    {
        await using Node good = await Serving();
        Assert.IsType<StartSucceeded>(await caller.ClientOf(good.Address).StartAsync("web"));
        Assert.False(caller.System.WhenTerminated.IsCompleted);
    }

    private Task<Node> Serving(Action<SpinnerRemotingOptions>? configure = null) => Node.Serving(options =>
    {
        _certificates.Apply(options, "server");
        configure?.Invoke(options);
    });

    private Task<Node> Calling() => Node.Calling(options => _certificates.Apply(options, "caller"));

    private Task<Node> Attacker(Action<AkkaConfigurationBuilder> more) => Node.Attacking(options => _certificates.Apply(options, "attacker"), more);
}

/// <summary>Does something when it is made.</summary>
public sealed class Gadget
{
    public Gadget() => Made++;

    public static int Made { get; set; }

    public string Command { get; set; } = "";
}

/// <summary>Speaks under the number of Spinner's serializer.</summary>
public sealed class OddSerializer(ExtendedActorSystem system) : Akka.Serialization.SerializerWithStringManifest(system)
{
    public override int Identifier => 77;

    public override string Manifest(object o) => "from-the-future.9";

    public override byte[] ToBinary(object obj) => "{}"u8.ToArray();

    public override object FromBinary(byte[] bytes, string manifest) => new NotUnderstood(manifest, System.Text.Encoding.UTF8.GetString(bytes));
}
