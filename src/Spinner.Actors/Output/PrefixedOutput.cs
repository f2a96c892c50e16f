using System.Text;

namespace Spinner.Output;

/// <summary>
/// Shows the output of many children in one place, a prefix before every line: <c>web | listening</c>. Lines are never mixed; one
/// longer than <see cref="MaxLineBytes"/> continues on the next, and an unfinished last line is finished when its stream ends.
/// </summary>
public sealed class PrefixedOutput : IInheritedOutput, IDisposable
{
    /// <summary>How long a line may be, in bytes, without prefix and line feed.</summary>
    public const int MaxLineBytes = LineSplitter.MaxLineBytes;

    private readonly LineWriter _write;
    private readonly Func<string, string> _prefix;
    private readonly BoundedWriter? _queue;

    /// <summary>Writes to a stream, from a thread of its own: a reader that stands still costs lines, and blocks nobody.</summary>
    /// <param name="target">Takes the lines of stdout and stderr alike; stays open.</param>
    /// <param name="prefix">Child name to prefix, separator included; asked once per stream and run. It may pad the name.</param>
    public PrefixedOutput(Stream target, Func<string, string> prefix)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prefix);
        BoundedWriter queue = new([target]);
        _queue = queue;
        _write = (_, _, line) => queue.Add(0, line);
        _prefix = prefix;
    }

    /// <summary>Hands each line to a delegate, which may be called from several threads at once, and must not block.</summary>
    /// <param name="write">Takes the line.</param>
    /// <param name="prefix">Child name to prefix, separator included; asked once per stream and run. It may pad the name.</param>
    public PrefixedOutput(LineWriter write, Func<string, string> prefix)
    {
        ArgumentNullException.ThrowIfNull(write);
        ArgumentNullException.ThrowIfNull(prefix);
        _write = write;
        _prefix = prefix;
    }

    /// <summary>Takes one line: prefix, text and line feed. The memory is lent for the length of the call.</summary>
    /// <param name="childName">The child that wrote it.</param>
    /// <param name="isError">True for stderr.</param>
    /// <param name="line">The bytes, as the child wrote them.</param>
    public delegate void LineWriter(string childName, bool isError, ReadOnlySpan<byte> line);

    /// <inheritdoc/>
    public IOutputSink Open(string childName, bool isError) =>
        new PrefixedSink(Encoding.UTF8.GetBytes(_prefix(childName)), line => _write(childName, isError, line));

    /// <summary>Gives queued lines half a second to be written.</summary>
    public void Dispose() => _queue?.Dispose();
}
