using System.Text;
using Spinner.Output;

namespace Spinner.Host.Foreground;

/// <summary>
/// The one place that writes to the terminal. Lines are queued and written by a thread of its own: a terminal that stands still delays
/// nobody (the oldest lines are dropped and counted), and one that is closed silences the screen while the children run on or are stopped in peace.
/// </summary>
internal sealed class Screen(Stream target) : IDisposable
{
    private readonly BoundedWriter _queue = new([target], broken: TellBroken);

    /// <summary>Queues one line, without its line feed.</summary>
    public void Line(string text) => Raw(Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>Queues bytes that end with a line feed; they are copied.</summary>
    public void Raw(ReadOnlySpan<byte> line) => _queue.Add(0, line);

    /// <summary>Writes what is queued, for half a second at most; what comes later is not shown.</summary>
    public void Dispose() => _queue.Dispose();

    private static void TellBroken(Exception failure) => Cli.Rendering.Output.TryError(
        $"spinner: its output cannot be written and is dropped from here on ({failure.Message}); the children run on until a signal stops them.");
}
