using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using Spinner.Protocol;

namespace Spinner.Hosting;

/// <summary>Where what is no actor's business is logged.</summary>
/// <param name="Warn">Takes a sentence of something that should not be.</param>
/// <param name="Line">Takes a line that a child printed, and the category it is logged under.</param>
internal sealed record SpinnerLog(Action<string> Warn, Action<string, OutputLine> Line)
{
    /// <summary>Logs to the log of an actor system; lines of stdout at Information, of stderr at Warning.</summary>
    public static SpinnerLog Of(ActorSystem system)
    {
        ConcurrentDictionary<(string Category, ChildName Child), ILoggingAdapter> logs = new();
        return new SpinnerLog(
            warning => system.Log.Warning("{Warning}", warning),
            (category, line) =>
            {
                ILoggingAdapter log = logs.GetOrAdd((category, line.Child), key => LogOf(system, key.Category, key.Child));
                if (line.IsError)
                {
                    log.Warning("{Line}", line.Text);
                }
                else
                {
                    log.Info("{Line}", line.Text);
                }
            });
    }

    private static ILoggingAdapter LogOf(ActorSystem system, string category, ChildName child) =>
        Logging.GetLogger(system, category).WithContext("Child", child.Value);
}
