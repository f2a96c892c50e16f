using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote.Transport;
using Spinner.Supervision;

namespace Spinner.Remoting;

/// <summary>
/// Takes the place of the actor system towards Akka's TLS transport. Where a handshake of a connection that it opens fails, be it that the other node shows
/// another certificate, is no node, or hangs up, that transport shuts down the whole system that it knows (Akka.NET 1.5, which has no setting for it): a
/// supervisor would end, with all its children, because of a neighbour. So it knows this one, which has nothing to lose, and passes on what is logged.
/// </summary>
internal sealed class StandIn
{
    private static readonly Config _config = ConfigurationFactory.ParseString("""
        akka.loggers = []
        akka.stdout-loglevel = OFF
        akka.loglevel = INFO
        akka.log-dead-letters = off
        akka.coordinated-shutdown { run-by-clr-shutdown-hook = off, run-by-actor-system-terminate = off, exit-clr = off, terminate-actor-system = off }
        """);

    private readonly ActorSystem _system;

    private StandIn(ActorSystem system) => _system = system;

    /// <summary>Puts it before a transport that does not listen yet.</summary>
    public static StandIn For(Transport transport)
    {
        ActorSystem real = transport.System;

        // Of the same name, which the transport makes addresses of.
        ActorSystem system = ActorSystem.Create(real.Name, _config);
        IActorRef log = system.ActorOf(ActorProducer.Props(() => new LogPassed(real)), "log");
        system.EventStream.Subscribe(log, typeof(LogEvent));
        SetSystem(transport, system);
        return new StandIn(system);
    }

    public Task EndAsync() => _system.Terminate();

    /// <summary>The transport's class is Akka's own, and its property is for classes that extend it.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_System")]
    private static extern void SetSystem(Transport transport, ActorSystem system);

    private sealed class LogPassed(ActorSystem real) : UntypedActor
    {
        protected override void OnReceive(object message) => real.EventStream.Publish(message);
    }
}
