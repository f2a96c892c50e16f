using Microsoft.AspNetCore.Http;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Verbs;
using Spinner.Host.Api;
using Spinner.Remoting;
using Problems = Spinner.Host.Api.Problems;

namespace Spinner.Host.Remote;

/// <summary>What went wrong with another node, as the client tells it.</summary>
internal static class RemoteFailures
{
    private const string Advice = "Is a Spinner up there with spinner.remote in its file, is this its address (spinner info tells it there), and does it accept this certificate? "
        + "Its log says whom it refuses. If it was reached before: whether it has done what was asked is not known; see with spinner ps.";

    /// <summary>Null: it has nothing to do with the other node.</summary>
    public static Exception? Of(Exception failure, CallingNode node) => failure switch
    {
        SpinnerUnreachableException gone => new NoHostException(node.Address, $"{ReasonOf(gone, node)}.", gone) { Advice = Advice },
        SpinnerRefusedException refused => Problem(Problems.Of(StatusCodes.Status403Forbidden, OwnProblems.NotAllowed, refused.Message)),
        ProblemException problem => Problem(problem.Problem),
        ArgumentException wrong => Problem(Problems.Of(StatusCodes.Status413PayloadTooLarge, ProblemCodes.TooLarge, wrong.Message)),
        _ => null,
    };

    private static string ReasonOf(SpinnerUnreachableException gone, CallingNode node) =>
        node.Refusal is { } distrust ? $"it is not trusted here: {distrust}"
        : gone.Reason.StartsWith("Connection refused", StringComparison.Ordinal) ? "nobody listens there (connection refused)"
        : gone.Reason;

    private static ApiException Problem(ProblemView problem) => new(problem, ApiJson.Bytes(problem, ApiJson.Contract.ProblemView));
}
