using System.Text.Json;
using Spinner.Cli.Contract;

namespace Spinner.Cli.Verbs;

/// <summary>Problems as <c>-o json</c> shows them, among them those that the programs themselves have and no API answers with; their codes do not change.</summary>
internal static class OwnProblems
{
    /// <summary>Nobody answers on the socket.</summary>
    public const string NoHost = "no_host";

    /// <summary>What was waited for did not come in time.</summary>
    public const string WaitTimedOut = "wait_timed_out";

    /// <summary>A host cannot have its socket or its state folder.</summary>
    public const string Refused = "refused";

    /// <summary>A Spinner on another node refuses what was asked of it.</summary>
    public const string NotAllowed = "not_allowed";

    /// <summary>A problem of these programs, which have no HTTP status.</summary>
    public static ProblemView Of(string code, string detail) => new($"urn:spinner:problem:{code}", Title(code), 0, code, detail);

    /// <summary>On one line.</summary>
    public static string Json(ProblemView problem) => JsonSerializer.Serialize(problem, ContractJson.Readable.ProblemView);

    private static string Title(string code) => code switch
    {
        NoHost => "No host answers",
        WaitTimedOut => "It did not come in time",
        NotAllowed => "The other node does not allow it",
        Refused => "The socket or the state folder cannot be had",
        ProblemCodes.InvalidFile => "The configuration has errors",
        ProblemCodes.InvalidSpec => "The spec has errors",
        _ => "Spinner failed",
    };
}
