using System.CommandLine;
using System.Text;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary>What a verb has to do with: the host, where to write, and how.</summary>
internal sealed class CliContext(ParseResult result) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Interruption? _interruption;

    /// <summary>The host; nothing is connected before something is asked.</summary>
    public DaemonClient Host { get; } =
        OtherNode.Meant.Value is { } other ? new(other) : new(SocketPath.ForClient(result.GetValue(Globals.Socket)));

    /// <summary>Whether the host is on another node.</summary>
    public bool IsRemote { get; } = OtherNode.Meant.Value is not null;

    public Output Out { get; } = Output.Standard(result.GetValue(Globals.NoColour));

    public Output Err { get; } = Output.Error(result.GetValue(Globals.NoColour));

    /// <summary><c>-o json</c>.</summary>
    public bool Json { get; } = result.GetValue(Globals.Format) == "json";

    /// <summary>Cancelled when the verb is to end before it is done.</summary>
    public CancellationToken Cancel => _end.Token;

    /// <summary>
    /// From here on a signal ends the verb in order, for those that change the terminal. Others are ended by the system, which is quicker than we
    /// are and gives the same exit codes.
    /// </summary>
    public void CatchSignals() => _interruption ??= new Interruption(_end);

    /// <summary>From here on the verb ends when nobody reads its output any more, even while it has nothing to write.</summary>
    public static void EndWithReader() => StandardStream.WhenReaderGone(1, () => Environment.Exit(ExitCodes.Success));

    /// <summary>Runs a verb to its exit code, and tells what went wrong.</summary>
    public static async Task<int> RunAsync(ParseResult result, Func<CliContext, Task<int>> act)
    {
        using CliContext cli = new(result);
        try
        {
            int code = await cli.ActAsync(act).ConfigureAwait(false);
            cli.Out.Flush();
            cli.Err.Flush();
            return code;
        }
        catch (UsageException wrong)
        {
            return UsageError.Tell(result, [wrong.Message]);
        }
        catch (SpecException wrong)
        {
            cli.Err.Line(Problems.InJsonOrWords(cli, OwnProblems.Of(ProblemCodes.InvalidSpec, wrong.Message)));
            cli.Err.Flush();
            return ExitCodes.BadConfiguration;
        }
        catch (ReaderGoneException)
        {
            return ExitCodes.Success;
        }
        catch (IOException failure)
        {
            // Standard output itself: a full disk, most often.
            Output.TryError($"spinner: {failure.Message}");
            return ExitCodes.Failure;
        }
    }

    /// <summary>Passes an answer on as it is; for <c>-o json</c>.</summary>
    public void Pass(Answer answer)
    {
        Out.Raw(answer.Body.Span);
        if (!answer.Body.Span.EndsWith("\n"u8))
            Out.Raw("\n"u8);
    }

    /// <summary>Passes answers on as one document, whatever came of each: an array where several were asked for.</summary>
    public void Pass(IReadOnlyList<Answer> answers, bool many)
    {
        if (many)
            Out.Line($"[{string.Join(',', answers.Select(answer => Encoding.UTF8.GetString(answer.Body.Span).TrimEnd('\n')))}]");
        else
            answers.ToList().ForEach(Pass);
    }

    public void Dispose()
    {
        _interruption?.Dispose();
        Host.Dispose();
        Out.Dispose();
        Err.Dispose();
        _end.Dispose();
    }

    private async Task<int> ActAsync(Func<CliContext, Task<int>> act)
    {
        try
        {
            return await act(this).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_interruption?.Code is { } code)
        {
            return code;
        }
        catch (Exception failure) when (failure is ApiException or NoHostException)
        {
            // What was shown before it stays before it.
            Out.Flush();
            return Problems.Tell(this, failure);
        }
    }
}
