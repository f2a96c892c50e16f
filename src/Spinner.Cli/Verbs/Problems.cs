using System.Text;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary>Tells what went wrong, and what to do about it.</summary>
internal static class Problems
{
    private const int MostLines = 20;

    /// <summary>Tells a failure on standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(CliContext cli, Exception failure)
    {
        switch (failure)
        {
            case ApiException refused:
                Tell(cli, refused);
                return Code(refused.Problem.Code);
            case NoHostException { IsReachable: false } unfit when !cli.Json:
                cli.Err.Line($"{Error(cli)} {Plain.Text(unfit.Reason)}");
                return ExitCodes.NoHost;
            case NoHostException when cli.Json:
                cli.Err.Line(OwnProblems.Json(OwnProblems.Of(OwnProblems.NoHost, failure.Message)));
                return ExitCodes.NoHost;
            default:
                NoHostException nobody = (NoHostException)failure;
                cli.Err.Line($"{Error(cli)} no Spinner answers on {Plain.Text(nobody.Socket)}: {Plain.Text(nobody.Reason)}");
                cli.Err.Line(nobody.Advice ?? "Start one with \"spinner up\" (here, for the children of a file) or \"spinner daemon\"; if one runs elsewhere, give its socket: --socket or $SPINNER_SOCKET.");
                return ExitCodes.NoHost;
        }
    }

    /// <summary>The exit code for a problem of the API.</summary>
    public static int Code(string problem) => problem switch
    {
        ProblemCodes.InvalidSpec or ProblemCodes.InvalidFile or ProblemCodes.NoFile => ExitCodes.BadConfiguration,
        ProblemCodes.InvalidRequest or ProblemCodes.NotJson or ProblemCodes.TooLarge => ExitCodes.BadConfiguration,
        ProblemCodes.UnknownChild => ExitCodes.UnknownChild,
        ProblemCodes.Exited or ProblemCodes.SpawnFailed or ProblemCodes.BuildFailed or ProblemCodes.DependencyFailed => ExitCodes.NotStarted,
        ProblemCodes.NoPort or ProblemCodes.PortTaken or ProblemCodes.TimedOut => ExitCodes.NotStarted,
        ProblemCodes.Faulted => ExitCodes.Faulted,
        ProblemCodes.Pinned or ProblemCodes.Stopped or ProblemCodes.OfFile or ProblemCodes.Busy or ProblemCodes.ShuttingDown => ExitCodes.Refused,
        ProblemCodes.Unauthorized or ProblemCodes.WrongHost or ProblemCodes.WrongOrigin or OwnProblems.NotAllowed => ExitCodes.Refused,
        _ => ExitCodes.Failure,
    };

    /// <summary>The exit code of several deeds: that of the worst, which is the smallest that is not 0.</summary>
    public static int Worst(IEnumerable<int> codes) => codes.Where(code => code != ExitCodes.Success).DefaultIfEmpty(ExitCodes.Success).Min();

    /// <summary>A problem that one sentence tells.</summary>
    public static string InJsonOrWords(CliContext cli, ProblemView problem) =>
        cli.Json ? OwnProblems.Json(problem) : $"{Error(cli)} {Plain.Text(problem.Detail)}";

    private static string Error(CliContext cli) => cli.Err.Paint("error:", Sgr.Red);

    private static void Tell(CliContext cli, ApiException refused)
    {
        ProblemView problem = refused.Problem;
        if (cli.Json && !refused.Body.IsEmpty)
        {
            cli.Err.Line(Encoding.UTF8.GetString(refused.Body.Span).TrimEnd('\n'));
            return;
        }

        if (cli.Json)
        {
            cli.Err.Line(OwnProblems.Json(problem));
            return;
        }

        cli.Err.Line($"{Error(cli)} {Plain.Text(problem.Detail)}");
        foreach (string error in (problem.Errors ?? []).Where(error => !problem.Detail.Contains(error, StringComparison.Ordinal)))
            cli.Err.Line($"  - {Plain.Text(error)}");
        foreach (string line in (problem.Stderr ?? []).TakeLast(MostLines))
            cli.Err.Line($"  {cli.Err.Paint("|", Sgr.Red)} {Plain.Printed(line)}");
        foreach (string hint in cli.IsRemote ? Hints.OfOtherNode(problem) : Hints.Of(problem))
            cli.Err.Line(hint);
    }
}
