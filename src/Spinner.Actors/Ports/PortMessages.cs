using Akka.Actor;
using Spinner.Protocol;

namespace Spinner.Ports;

/// <summary>A port or socket path held for one child until it is returned. Each lease has its own serial: returning it twice is noticed.</summary>
/// <param name="Serial">Unique per lease.</param>
/// <param name="Endpoint">What is leased; the host of a TCP endpoint is 127.0.0.1 until the listener says otherwise.</param>
/// <param name="Listener">The socket that listens there, of a <see cref="LeaseListener"/>; else null. Returning the lease closes it.</param>
internal sealed record PortLease(long Serial, ChildEndpoint Endpoint, ListenSocket? Listener = null);

/// <summary>Asks for a free port of the range. Reply: <see cref="PortLeased"/> or <see cref="PortRefused"/> with the same run.</summary>
internal sealed record LeasePort(int Run, PortRange Range) : INoSerializationVerificationNeeded;

/// <summary>Asks for a socket path of its own, <c>&lt;runtime folder&gt;/&lt;serial&gt;-&lt;run&gt;.sock</c>. Reply as <see cref="LeasePort"/>.</summary>
internal sealed record LeaseSocket(int Run, int ChildSerial) : INoSerializationVerificationNeeded;

/// <summary>
/// Asks for a socket that listens already, to be handed to the child: nobody can take its port between the lease and the spawn. Reply as
/// <see cref="LeasePort"/>; the lease has a <see cref="PortLease.Listener"/>.
/// </summary>
/// <param name="Run">Comes back in the reply.</param>
/// <param name="ChildSerial">The child, for the name of a unix socket.</param>
/// <param name="Range">Where to look for a port of 127.0.0.1; null: a unix socket with a path of its own, as of <see cref="LeaseSocket"/>.</param>
internal sealed record LeaseListener(int Run, int ChildSerial, PortRange? Range) : INoSerializationVerificationNeeded;

/// <summary>The lease; the receiver owns it and must return it, also when it no longer wants it.</summary>
internal sealed record PortLeased(int Run, PortLease Lease) : INoSerializationVerificationNeeded;

/// <summary>No lease: the range is exhausted, or the runtime folder is unusable.</summary>
internal sealed record PortRefused(int Run, string Message) : INoSerializationVerificationNeeded;

/// <summary>Gives a lease back. A listening socket is closed, a socket file removed. No reply.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Quarantine">True: somebody else holds the port, or the child could not be killed: withheld until it is seen free.</param>
internal sealed record ReturnLease(PortLease Lease, bool Quarantine = false) : INoSerializationVerificationNeeded;

/// <summary>Asks how many TCP ports are leased. Reply: <see cref="PortsInUse"/>.</summary>
internal sealed record GetPortsInUse : INoSerializationVerificationNeeded;

/// <summary>The answer to <see cref="GetPortsInUse"/>.</summary>
internal sealed record PortsInUse(int Count) : INoSerializationVerificationNeeded;
