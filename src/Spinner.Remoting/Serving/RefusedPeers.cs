using System.Security.Cryptography.X509Certificates;
using Akka.Event;

namespace Spinner.Remoting;

/// <summary>Judges who shows up, and has every refusal in the log.</summary>
internal sealed class RefusedPeers
{
    /// <summary>Set when the system is there; before that nobody can show up.</summary>
    public ILoggingAdapter? Log { get; set; }

    public bool Judge(Peers peers, X509Certificate2? certificate, X509Chain? chain, string peer)
    {
        if (peers.Refusal(certificate, chain) is not { } reason) return true;
        Log?.Warning("{Peer} is refused: {Reason} (subject {Subject})", peer, reason, certificate?.Subject ?? "none");
        return false;
    }
}
