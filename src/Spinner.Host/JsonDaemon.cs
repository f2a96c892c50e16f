using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text;
using Spinner.Cli;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Verbs;

namespace Spinner.Host;

/// <summary>
/// <c>daemon -o json</c>: one line when it answers, and that is what <c>spinner info -o json</c> prints; the log goes to standard error. A daemon that does
/// not come up says why as a problem.
/// </summary>
internal static class JsonDaemon
{
    /// <summary>The verb with this beside its words.</summary>
    public static Command From(Command daemon)
    {
        AsynchronousCommandLineAction inWords = (AsynchronousCommandLineAction)daemon.Action!;
        daemon.SetAction((result, cancel) => result.GetValue(Globals.Format) == "json" ? RunAsync(() => inWords.InvokeAsync(result, cancel)) : inWords.InvokeAsync(result, cancel));
        return daemon;
    }

    private static async Task<int> RunAsync(Func<Task<int>> inWords)
    {
        (TextWriter output, TextWriter error) = (Console.Out, Console.Error);
        using StringWriter words = new();
        Console.SetOut(error);
        Console.SetError(words);
        HostRun.WhenUp.Value = info =>
        {
            Console.SetError(error);
            return AnnounceAsync(info, output);
        };
        int code = await inWords().ConfigureAwait(false);
        Console.SetError(error);
        string[] lines = words.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0)
            await error.WriteLineAsync(OwnProblems.Json(OwnProblems.Of(ProblemOf(code), string.Join(' ', lines)) with { Errors = lines })).ConfigureAwait(false);
        return code;
    }

    // Asked as anybody asks it: whoever reads the line can connect.
    private static async Task AnnounceAsync(InfoView info, TextWriter output)
    {
        using DaemonClient self = new(info.Socket!);
        Answer answer = await self.AskAsync(HttpMethod.Get, Routes.Info, null, CancellationToken.None).ConfigureAwait(false);
        try
        {
            await output.WriteAsync(Encoding.UTF8.GetString(answer.Body.Span)).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            // Its children need it more than its caller needs the line.
            Cli.Rendering.Output.TryError($"spinner: its output cannot be written ({failure.Message}); it runs on until a signal stops it.");
        }
    }

    private static string ProblemOf(int code) => code switch
    {
        ExitCodes.BadConfiguration => ProblemCodes.InvalidFile,
        ExitCodes.Refused => OwnProblems.Refused,
        _ => ProblemCodes.Internal,
    };
}
