using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>Opens the output of runs, and shows what children have printed and print.</summary>
internal interface IOutputFactory
{
    /// <summary>Opens the targets. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>, with a clear message, when a file cannot be.</summary>
    IRunOutput Open(OutputRequest request);

    /// <summary>Follows what the child prints, through all its runs; it need not have run yet.</summary>
    OutputSubscription Subscribe(ChildName child, OutputSubscriptionOptions options);

    /// <summary>The last lines of the child, oldest first, of both streams and all runs; no more than are kept.</summary>
    IReadOnlyList<OutputLine> Recent(ChildName child, int lines);

    /// <summary>How much each child has printed so far.</summary>
    IReadOnlyList<OutputCount> Counts();

    /// <summary>Drops what was kept of a child that is no more, and ends its subscriptions.</summary>
    void Forget(ChildName child);
}

/// <summary>Where the output of one run goes. Written on the launcher's threads, one at a time per stream; the tail is read from any thread.</summary>
internal interface IRunOutput
{
    /// <summary>How a stream is read again that was held (true: stderr). Set before the first write; called from any thread.</summary>
    Action<bool>? Resume { set; }

    /// <summary>
    /// Takes bytes of a stream; the memory is lent for the length of the call. Never throws, never blocks for long. False: a subscriber cannot
    /// follow; the stream is not to be read until <see cref="Resume"/>, which may be called before this returns.
    /// </summary>
    bool Write(bool isError, ReadOnlySpan<byte> data);

    /// <summary>The stream has ended: flushes and closes its target. Twice is harmless.</summary>
    void End(bool isError);

    /// <summary>The last stderr lines, oldest first; an unfinished last line included.</summary>
    IReadOnlyList<string> Tail();
}

/// <summary>How much a child has printed.</summary>
/// <param name="Child">The child.</param>
/// <param name="Bytes">On both streams, by all its runs.</param>
/// <param name="DroppedLines">Lines that subscribers did not get, because they were too slow.</param>
internal sealed record OutputCount(ChildName Child, long Bytes, long DroppedLines);
