using Akka.Actor;
using Akka.Remote;
using Spinner.Hosting;
using Spinner.Supervision;
using Spinner.Wire;

namespace Spinner.Remoting;

/// <summary>Makes clients of a Spinner on another node.</summary>
public static class RemoteSpinner
{
    extension(SpinnerClient)
    {
        /// <summary>
        /// A client of the Spinner at an address. It has every method of a local one but those about output, which is read where the children run. When the
        /// other node cannot be reached, or can no longer, calls fail with <see cref="SpinnerUnreachableException"/>, and so does
        /// <see cref="SpinnerClient.WatchAsync"/>; what the other node does not allow is a <see cref="SpinnerRefusedException"/>. Nothing is sent twice. The
        /// next call tries anew.
        /// </summary>
        /// <param name="system">A system with remoting (<c>WithSpinnerRemoting</c>), whose certificate the other node accepts.</param>
        /// <param name="address"><c>akka.ssl.tcp://name@host:port</c>.</param>
        /// <param name="options">How it is called. Null: the defaults.</param>
        /// <exception cref="ArgumentException">The address is none of another node.</exception>
        /// <exception cref="InvalidOperationException">The system has no remoting.</exception>
        public static SpinnerClient Remote(ActorSystem system, string address, RemoteClientOptions? options = null) =>
            new(Link(system, address, options));
    }

    /// <summary>An actor that stands for the Spinner at an address: what it is asked, it asks there.</summary>
    internal static IActorRef Link(ActorSystem system, string address, RemoteClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(address);
        RemoteClientOptions chosen = options ?? new RemoteClientOptions();
        chosen.Check();
        ExtendedActorSystem extended = (ExtendedActorSystem)system;
        if (extended.Provider is not RemoteActorRefProvider remote)
            throw new InvalidOperationException($"The actor system '{system.Name}' has no remoting: set it up with WithSpinnerRemoting.");
        if (!Address.TryParse(address, out Address? there) || there is not { Host.Length: > 0, Port: > 0 })
            throw new ArgumentException($"'{address}' is no address of a node: give akka.ssl.tcp://name@host:port.", nameof(address));
        if (remote.Transport.Addresses.Contains(there))
            throw new ArgumentException($"{address} is this node itself: ask its Spinner directly.", nameof(address));
        WireRegistration.Register(system);
        return RemoteLinks.Of(system).To(
            there, chosen, name => extended.SystemActorOf(ActorProducer.Props(() => new RemoteLink(there, chosen, TimeProvider.System)), name));
    }
}
