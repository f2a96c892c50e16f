using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>Opens the output of one run: its targets and its tail.</summary>
internal interface IOutputFactory
{
    /// <summary>Opens the targets. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>, with a clear message, when a file cannot be.</summary>
    /// <param name="child">The child, for prefixes.</param>
    /// <param name="stdout">The target of standard output; its path, if any, is absolute.</param>
    /// <param name="stderr">The target of standard error; likewise. The same file as stdout's is opened once and shared.</param>
    IRunOutput Open(ChildName child, OutputTarget stdout, OutputTarget stderr);
}

/// <summary>Where the output of one run goes. Written on the launcher's threads, one at a time per stream; the tail is read from any thread.</summary>
internal interface IRunOutput
{
    /// <summary>Takes bytes of a stream; the memory is lent for the length of the call. Never throws, never blocks for long.</summary>
    void Write(bool isError, ReadOnlySpan<byte> data);

    /// <summary>The stream has ended: flushes and closes its target. Twice is harmless.</summary>
    void End(bool isError);

    /// <summary>The last stderr lines, oldest first; an unfinished last line included.</summary>
    IReadOnlyList<string> Tail();
}
