using System.Text;

namespace Spinner.Probes;

/// <summary>The last line of a stream that is not blank. All else is read and forgotten, so that the writer is not held up.</summary>
internal sealed class LastLine
{
    private const int Length = 200;
    private const int BufferSize = 4096;

    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();
    private string? _last;

    /// <summary>The line so far, cut and fit to be shown; null while there is none.</summary>
    public string? Text
    {
        get
        {
            lock (_gate)
            {
                EndLine();
                return _last;
            }
        }
    }

    /// <summary>Reads to the end, or until it is told to stop; does not throw.</summary>
    public async Task ReadAsync(StreamReader reader, CancellationToken stop)
    {
        char[] buffer = new char[BufferSize];
        try
        {
            int read;
            while ((read = await reader.ReadAsync(buffer, stop).ConfigureAwait(false)) > 0)
                Add(buffer.AsSpan(0, read));
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // What has been read counts.
        }
    }

    private void Add(ReadOnlySpan<char> text)
    {
        lock (_gate)
        {
            foreach (char c in text)
            {
                if (c == '\n')
                    EndLine();
                else if (_line.Length <= Length)
                    _line.Append(c);
            }
        }
    }

    private void EndLine()
    {
        string shown = ShownText.Of(_line.ToString(), Length);
        if (shown.Length > 0)
            _last = shown;
        _line.Clear();
    }
}
