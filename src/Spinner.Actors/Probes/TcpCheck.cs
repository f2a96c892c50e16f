using System.Net.Sockets;

namespace Spinner.Probes;

/// <summary>Connects and hangs up. It sees a child that is gone, not one that hangs: the kernel accepts for it until its queue is full.</summary>
internal static class TcpCheck
{
    public static async Task<string?> TryAsync(HealthTarget target, CancellationToken cancel)
    {
        try
        {
            using Socket socket = await HealthConnection.OpenAsync(target.Endpoint, cancel).ConfigureAwait(false);
            return null;
        }
        catch (SocketException failure) when (!cancel.IsCancellationRequested)
        {
            return HealthSentences.Unreachable(target, failure);
        }
    }
}
