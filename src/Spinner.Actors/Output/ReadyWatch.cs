using System.Text.RegularExpressions;

namespace Spinner.Output;

/// <summary>Waits for the first line of a run, of either stream, that says that it is ready.</summary>
/// <param name="pattern">What such a line matches; null: nothing is waited for.</param>
/// <param name="ready">Told the line, once.</param>
/// <param name="log">Told when <paramref name="ready"/> throws.</param>
internal sealed class ReadyWatch(Regex? pattern, Action<string>? ready, Action<string> log)
{
    private string? _found;

    public bool IsWaiting { get; private set; } = pattern is not null && ready is not null;

    /// <summary>Looks at a line; one at a time.</summary>
    public void Look(string line)
    {
        if (!IsWaiting || !pattern!.IsMatch(line))
            return;
        IsWaiting = false;
        Volatile.Write(ref _found, line);
    }

    /// <summary>Tells what was found, once.</summary>
    public void Say()
    {
        if (Volatile.Read(ref _found) is null || Interlocked.Exchange(ref _found, null) is not { } line)
            return;
        try
        {
            ready!(line);
        }
        catch (Exception failure)
        {
            // Whoever wants to know has a bug; the thread serves other children too.
            log($"A ready line was found, but not taken: {failure}");
        }
    }
}
