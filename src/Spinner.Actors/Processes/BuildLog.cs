namespace Spinner.Processes;

/// <summary>What a build printed, as far as anybody will look at it. Both streams are read at the same time.</summary>
internal sealed class BuildLog
{
    private const int Lines = 100;
    private const int LineLength = 1000;

    private readonly Queue<string> _tail = new();
    private readonly Lock _lock = new();
    private string? _lastOutput;

    /// <summary>The last line of stdout that is not blank.</summary>
    public string? LastOutput
    {
        get
        {
            lock (_lock)
                return _lastOutput;
        }
    }

    public async Task ReadAsync(StreamReader reader, bool isError)
    {
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
                Add(line, isError);
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // A build that was given up leaves its streams closed under the reader.
        }
    }

    public IReadOnlyList<string> Tail()
    {
        lock (_lock)
            return [.. _tail];
    }

    private void Add(string line, bool isError)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;
        lock (_lock)
        {
            if (!isError)
                _lastOutput = line.Trim();
            _tail.Enqueue(line.Length > LineLength ? line[..LineLength] : line);
            if (_tail.Count > Lines)
                _tail.Dequeue();
        }
    }
}
