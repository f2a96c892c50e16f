using Spinner.Cli.Contract;

namespace Spinner.Cli.Rendering;

/// <summary>An event in words.</summary>
internal static class EventText
{
    /// <summary>When, who and what; a child is told as it is when the event only tells the present.</summary>
    public static string Of(Output to, EventView fact) =>
        $"{to.Paint(Clock.Of(fact.At), Sgr.Faint)}  {to.Paint(Plain.Text(fact.Name), Sgr.OfChild(fact.Name))}  {Plain.Text(What(fact))}";

    private static string What(EventView fact) => fact.Type switch
    {
        "present" => With(fact.State ?? "?", fact.Endpoint?.Url, fact.Cause),
        "started" or "restarted" => With(fact.Type, fact.Endpoint?.Url, fact.Cause),
        "stopped" => With("stopped", fact.Exit is { } exit ? ChildText.Exit(exit) : null, fact.Cause),
        "state" => With($"{fact.From} -> {fact.State}", null, fact.Cause),
        "error" => With("error", null, fact.Error?.Message ?? fact.Cause),
        "faulted" => With("faulted", fact.RetryAfterSeconds is { } wait ? $"not started for {Human.Wait(wait)}" : null, fact.Error?.Message ?? fact.Cause),
        "health" => With(fact.Health ?? "health", null, fact.Cause),
        "update" => With(fact.Update switch { "starting" => "update: the new run starts", "draining" => "update: the old run drains", _ => "update done" }, null, fact.Cause),
        "updateFailed" => With("update failed", null, fact.Error?.Message ?? fact.Cause),
        "watchSuspended" => With("no longer watched", fact.Path, fact.Cause),
        "outputLost" => With("output lost", fact.LostBytes is { } bytes ? Human.Size(bytes) : null, fact.Cause),
        _ => With(fact.Type, null, fact.Cause),
    };

    private static string With(string what, string? where, string? why)
    {
        string text = string.IsNullOrEmpty(where) ? what : $"{what} {where}";
        return string.IsNullOrEmpty(why) ? text : $"{text} ({why})";
    }
}
