using Akka.Actor;

namespace Spinner.Supervision;

/// <summary>The system ends: refuse every new start with ShuttingDown and stop all children. Reply: <see cref="Protocol.StopAllResult"/>.</summary>
internal sealed record ShutDown : INoSerializationVerificationNeeded
{
    public static ShutDown Instance { get; } = new();
}
