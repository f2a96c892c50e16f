using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Event;

namespace Spinner.Remoting;

/// <summary>Judges who shows up, and has every refusal in the log.</summary>
internal sealed class RefusedPeers : IExtension
{
    private volatile string? _last;
    private volatile ILoggingAdapter? _log;

    /// <summary>Why the last one was refused; null: none was. It is there before the connection fails of it, which the log need not be.</summary>
    public string? Last => _last;

    public bool Judge(Peers peers, X509Certificate2? certificate, X509Chain? chain, string peer)
    {
        if (peers.Refusal(certificate, chain) is not { } reason) return true;
        _last = reason;
        _log?.Warning("{Peer} is refused: {Reason} (subject {Subject})", peer, reason, certificate?.Subject ?? "none");
        return false;
    }

    /// <summary>Called when the system is there; before that nobody can show up.</summary>
    public void TellTo(ActorSystem system)
    {
        _log = Logging.GetLogger(system, "Spinner.Remoting");
        system.RegisterExtension(new Given(this));
    }

    private sealed class Given(RefusedPeers peers) : ExtensionIdProvider<RefusedPeers>
    {
        public override RefusedPeers CreateExtension(ExtendedActorSystem system) => peers;
    }
}
