using Akka.Actor;
using Akka.Event;

namespace Spinner.Benchmarks;

/// <summary>Formats log events, as a real logger does, and drops the text. Akka makes it by its name.</summary>
internal sealed class DiscardingLogger : UntypedActor
{
    private int _characters;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case InitializeLogger: Sender.Tell(new LoggerInitialized()); break;
            case LogEvent log: _characters += log.ToString().Length; break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop() => GC.KeepAlive(_characters);
}
