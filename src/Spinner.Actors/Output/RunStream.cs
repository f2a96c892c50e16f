using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>One stream of one run, as lines. Guarded by the lock of its <see cref="ChildOutput"/>.</summary>
internal sealed class RunStream(int run, bool isError, ReadyWatch ready, LineLog? log, string category)
{
    public int Run => run;

    public bool IsError => isError;

    public LineSplitter Splitter { get; } = new();

    /// <summary>Has a stream read again that was held; from any thread.</summary>
    public Action? Resume { get; set; }

    /// <summary>Somebody beside the subscribers looks at every line.</summary>
    public bool WantsLines => log is not null || ready.IsWaiting;

    public void Take(OutputLine line)
    {
        log?.Add(category, line);
        ready.Look(line.Text);
    }

    /// <summary>Tells of the line that says ready, if it has come; not under the lock.</summary>
    public void SayReady() => ready.Say();
}
