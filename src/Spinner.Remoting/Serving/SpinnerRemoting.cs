using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Akka.Remote.Transport.DotNetty;
using Spinner.Configuration;
using Spinner.Wire;

namespace Spinner.Remoting;

/// <summary>Lets an actor system speak with the Spinners of other nodes.</summary>
public static class SpinnerRemoting
{
    /// <summary>
    /// Sets Akka.Remote up so that other nodes can ask this one's Spinner, and nothing else of it, and so that <c>SpinnerClient.Remote</c> can ask
    /// others: mutual TLS, untrusted mode with <c>/user/spinner</c> as the only path that may be looked up, no serializer that makes objects of any type.
    /// </summary>
    /// <remarks>
    /// The section <c>spinner.remote</c> of the configuration so far is read, and <paramref name="configure"/> goes on top. The settings go on top of those
    /// of <c>akka.remote</c>. Nothing else comes in from other nodes in such a system, be it for actors of its own or between the members of a cluster, and
    /// Newtonsoft.Json is switched off.
    /// </remarks>
    /// <param name="builder">The system to be.</param>
    /// <param name="configure">Changes the options that were read.</param>
    /// <exception cref="SpinnerConfigurationException">The options are wrong: every error. Off loopback there is no start without TLS or <c>insecure = on</c>.</exception>
    public static AkkaConfigurationBuilder WithSpinnerRemoting(this AkkaConfigurationBuilder builder, Action<SpinnerRemotingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        SpinnerRemotingOptions options = RemotingConfig.Read(
            builder.Configuration.HasValue ? builder.Configuration.Value : Config.Empty, Environment.CurrentDirectory);
        configure?.Invoke(options);
        return builder.WithSpinnerRemoting(options);
    }

    /// <summary>With options that are complete: the configuration is not read.</summary>
    /// <inheritdoc cref="WithSpinnerRemoting(AkkaConfigurationBuilder, Action{SpinnerRemotingOptions})"/>
    public static AkkaConfigurationBuilder WithSpinnerRemoting(this AkkaConfigurationBuilder builder, SpinnerRemotingOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string> errors = RemotingRules.Errors(options);
        if (errors.Count > 0) throw new SpinnerConfigurationException(errors);

        X509Certificate2? certificate = OwnCertificate.Of(options);
        Peers peers = Peers.From(options);
        builder.AddHocon(RemotingHocon.Of(options), HoconAddMode.Prepend).AddHocon(WireRegistration.Hocon, HoconAddMode.Append);
        RefusedPeers refused = new();
        if (certificate is not null)
        {
            builder.AddSetup(new DotNettySslSetup(
                certificate,
                suppressValidation: false,
                requireMutualAuthentication: true,
                (shown, chain, peer, _, _) => refused.Judge(peers, shown, chain, peer)));
        }

        return builder.WithActors((system, _) =>
        {
            refused.TellTo(system);
            if (certificate is null) WarnOf(system, options);
        });
    }

    private static void WarnOf(ActorSystem system, SpinnerRemotingOptions options)
    {
        if (RemotingRules.IsLoopback(options.Hostname))
        {
            system.Log.Info("Remoting listens on {Host} without TLS: every user of this machine can use it", options.Hostname);
        }
        else
        {
            system.Log.Warning(
                "Remoting listens on {Host} WITHOUT TLS (spinner.remote.insecure = on): whoever reaches the port can start and stop the children of this node{Commands}",
                options.Hostname,
                options.AllowCommands ? ", and run any command" : "");
        }
    }
}
