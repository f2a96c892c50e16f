using Spinner.Cli.Verbs;

namespace Spinner.Host.Foreground;

/// <summary>Says on standard error why nothing is started.</summary>
internal static class Refusal
{
    /// <summary>In words, or with <c>-o json</c> as a problem.</summary>
    public static Task TellAsync(bool json, string code, params IReadOnlyList<string> lines) => Console.Error.WriteLineAsync(json
        ? OwnProblems.Json(OwnProblems.Of(code, string.Join(' ', lines)) with { Errors = lines })
        : string.Join('\n', lines));
}
