using System.Text;
using System.Threading.Channels;

namespace Spinner.Host.Foreground;

/// <summary>
/// The one place that writes to the terminal. Lines are queued and written by one task: a terminal that stands still delays nobody (lines
/// are dropped and counted), and one that is closed silences the screen while the children are stopped in peace.
/// </summary>
internal sealed class Screen : IAsyncDisposable
{
    private const int QueuedLines = 4096;
    private static readonly TimeSpan _lastWords = TimeSpan.FromSeconds(1);

    private readonly Stream _target;
    private readonly TimeProvider _time;
    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(QueuedLines);
    private readonly Task _writing;
    private long _dropped;

    public Screen(Stream target, TimeProvider time)
    {
        _target = target;
        _time = time;
        _writing = Task.Run(WriteAll);
    }

    /// <summary>Whether the target has turned out to be closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Queues one line, without its line feed.</summary>
    public void Line(string text) => Raw(Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>Queues bytes that end with a line feed; they are copied.</summary>
    public void Raw(ReadOnlySpan<byte> line)
    {
        if (!_lines.Writer.TryWrite(line.ToArray()))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>Writes what is queued, for a second at most.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await Task.WhenAny(_writing, Task.Delay(_lastWords, _time)).ConfigureAwait(false);
    }

    private async Task WriteAll()
    {
        await foreach (byte[] line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (IsClosed)
                continue;
            try
            {
                long dropped = Interlocked.Exchange(ref _dropped, 0);
                if (dropped > 0)
                    _target.Write(Encoding.UTF8.GetBytes($"spinner | {dropped} lines were not shown: the terminal was too slow\n"));
                _target.Write(line);
                _target.Flush();
            }
            catch (IOException)
            {
                // EIO or EPIPE: nobody is there to be told.
                IsClosed = true;
            }
        }
    }
}
