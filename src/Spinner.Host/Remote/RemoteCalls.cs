using System.CommandLine;
using Spinner.Cli;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Verbs;
using Spinner.Remoting;

namespace Spinner.Host.Remote;

/// <summary>Runs the verbs of the client against a Spinner on another node: their text, their JSON and their exit codes stay what they are.</summary>
internal static class RemoteCalls
{
    /// <summary>Runs one.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, string address)
    {
        SpinnerRemotingOptions? options = CallerSettings.Read(parsed.GetValue(Globals.RemoteConfig), address, out IReadOnlyList<string> errors);
        if (options is null)
        {
            await Console.Error.WriteLineAsync(parsed.GetValue(Globals.Format) == "json"
                ? OwnProblems.Json(OwnProblems.Of(ProblemCodes.InvalidFile, string.Join(' ', errors)) with { Errors = errors })
                : string.Join('\n', errors)).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }

        // The verbs write to the stream itself. Akka, while it ends and has no log any more, would write its last words between theirs.
        Console.SetOut(TextWriter.Null);
        await using CallingNode node = new(options, address);
        using RemoteApi api = new(node);
        OtherNode.Meant.Value = new OtherNode(address, api);
        return await SpinnerCommands.InvokeAsync(parsed).ConfigureAwait(false);
    }
}
