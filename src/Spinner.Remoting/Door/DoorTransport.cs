using Akka.Actor;
using Akka.Remote.Transport;
using Google.Protobuf;

namespace Spinner.Remoting;

/// <summary>Named in the configuration, where Akka finds it.</summary>
internal sealed class DoorProvider : ITransportAdapterProvider
{
    public Transport Create(Transport wrappedTransport, ExtendedActorSystem system) => new DoorTransport(wrappedTransport, new Door(system, wrappedTransport.SchemeIdentifier));
}

/// <summary>A transport with a <see cref="Door"/> on each of its connections. Addresses are those of the transport itself.</summary>
internal sealed class DoorTransport : Transport
{
    private readonly Transport _inner;
    private readonly Door _door;
    private readonly StandIn? _standIn;

    public DoorTransport(Transport inner, Door door)
    {
        (_inner, _door, Config, System) = (inner, door, inner.Config, inner.System);
        if (inner.SchemeIdentifier.StartsWith("ssl.", StringComparison.Ordinal)) _standIn = StandIn.For(inner);
    }

    public override string SchemeIdentifier => _inner.SchemeIdentifier;

    public override long MaximumPayloadBytes => _inner.MaximumPayloadBytes;

    public override bool IsResponsibleFor(Address remote) => _inner.IsResponsibleFor(remote);

    public override async Task<bool> Shutdown()
    {
        bool isDown = await _inner.Shutdown().ConfigureAwait(false);
        if (_standIn is not null) await _standIn.EndAsync().ConfigureAwait(false);
        return isDown;
    }

    public override Task<bool> ManagementCommand(object message) => _inner.ManagementCommand(message);

    public override async Task<AssociationHandle> Associate(Address remoteAddress) => _door.Dials(remoteAddress)
        ? new Connection(await _inner.Associate(remoteAddress).ConfigureAwait(false), _door, remoteAddress)
        : throw new InvalidAssociationException($"{remoteAddress} is answered on the connections that it opens, and there is none");

    public override async Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen()
    {
        (Address at, TaskCompletionSource<IAssociationEventListener> inner) = await _inner.Listen().ConfigureAwait(false);
        TaskCompletionSource<IAssociationEventListener> outer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = PassOn();
        return (at, outer);

        async Task PassOn() => inner.TrySetResult(new Listener(await outer.Task.ConfigureAwait(false), _door));
    }

    private sealed class Listener(IAssociationEventListener next, Door door) : IAssociationEventListener
    {
        public void Notify(IAssociationEvent ev) =>
            next.Notify(ev is InboundAssociation opened ? new InboundAssociation(new Connection(opened.Association, door, dialled: null)) : ev);
    }

    private sealed class Connection : AssociationHandle
    {
        private readonly AssociationHandle _inner;

        /// <param name="inner">The connection.</param>
        /// <param name="door">Judges what comes on it.</param>
        /// <param name="dialled">Whom this node has called; null: it was called, and is told by whom.</param>
        public Connection(AssociationHandle inner, Door door, Address? dialled)
            : base(inner.LocalAddress, inner.RemoteAddress)
        {
            _inner = inner;
            _ = PassOn();

            async Task PassOn() => inner.ReadHandlerSource.TrySetResult(new Reader(await ReadHandlerSource.Task.ConfigureAwait(false), door, inner.RemoteAddress, dialled));
        }

        public override bool Write(ByteString payload) => _inner.Write(payload);

        [Obsolete("As in the class it comes from.")]
        public override void Disassociate() => _inner.Disassociate();
    }

    private sealed class Reader(IHandleEventListener next, Door door, Address from, Address? origin) : IHandleEventListener
    {
        private Address? _origin = origin;

        public void Notify(IHandleEvent ev)
        {
            if (ev is not InboundPayload frame || door.LetsIn(frame.Payload, ref _origin, from)) next.Notify(ev);
        }
    }
}
