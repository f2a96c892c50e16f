using System.Globalization;
using Spinner.Protocol;

namespace Spinner.Host.Foreground;

/// <summary>What happened to a child, in plain words; each line of the result goes behind the child's prefix.</summary>
internal static class Sentences
{
    public static IReadOnlyList<string> Of(ChildEvent fact) => fact switch
    {
        ChildStarted e => [$"started: {e.Endpoint.Url}"],
        ChildRestarted e => [$"restarted ({e.Cause}): {e.Endpoint.Url}"],
        ChildStopped e => [e.Exit is { } exit ? $"stopped ({e.Cause}; {exit})" : $"stopped ({e.Cause})"],
        ChildError e => Failure("did not start", e.Failure),
        ChildFaulted e => Failure("failed too often", e.Failure),
        _ => [fact.ToString()],
    };

    public static IReadOnlyList<string> Failure(string act, StartFailed failure) =>
    [
        $"{act}: {failure.Message}",
        .. failure.Errors.Select(error => $"  {error}"),
        .. failure.StderrTail.Select(line => $"  stderr: {line}"),
    ];

    public static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
