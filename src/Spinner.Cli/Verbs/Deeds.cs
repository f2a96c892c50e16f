using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary>Has something done to several children side by side, and tells of each what came of it.</summary>
/// <param name="cli">The command line.</param>
/// <param name="doing">What is being done: <c>starting</c>.</param>
internal sealed class Deeds(CliContext cli, string doing)
{
    /// <summary>What an answer means: an exit code, and the lines that say so.</summary>
    internal readonly record struct Told(int Code, params IReadOnlyList<string> Lines)
    {
        /// <summary>What is to be known beside it; it goes to standard error.</summary>
        public string? Note { get; init; }
    }

    /// <summary>Does it.</summary>
    /// <param name="names">The children.</param>
    /// <param name="deed">Asks the host to do it.</param>
    /// <param name="tell">What an answer means.</param>
    /// <returns>The exit code of the worst.</returns>
    public async Task<int> DoAsync(IReadOnlyList<string> names, Func<string, Task<Answer>> deed, Func<Answer, Told> tell)
    {
        Task<Answer>[] deeds = [.. names.Select(deed)];
        await Progress.ShowAsync(cli, [.. names.Zip(deeds, (name, task) => new Progress.Piece(Plain.Text(name), doing, task, cancel => StepAsync(name, cancel)))])
            .ConfigureAwait(false);
        List<int> codes = [];
        List<Answer> answers = [];
        foreach (Task<Answer> done in deeds)
        {
            try
            {
                Answer answer = await done.ConfigureAwait(false);
                answers.Add(answer);
                Told told = tell(answer);
                codes.Add(told.Code);
                Show(told);
            }
            catch (ApiException failure)
            {
                codes.Add(Problems.Tell(cli, failure));
                cli.Err.Flush();
            }
            catch (OperationCanceledException)
            {
                cli.Err.Line("Interrupted; the host goes on. How far it is: spinner ps");
                throw;
            }
        }

        if (cli.Json)
            cli.Pass(answers, names.Count > 1);
        return Problems.Worst(codes);
    }

    /// <summary>How a child that is waited for is at present.</summary>
    private async Task<string> StepAsync(string name, CancellationToken cancel)
    {
        ChildView child = await cli.Host.GetAsync(Routes.Child(name), ContractJson.Default.ChildView, cancel).ConfigureAwait(false);
        string why = child.Status is { Length: > 0 } status ? status : child.Cause;
        return Plain.Text(why.Length > 0 ? $"{child.State}: {why}" : child.State);
    }

    private void Show(Told told)
    {
        if (cli.Json)
            return;
        foreach (string line in told.Lines)
            cli.Out.Line(line);
        cli.Out.Flush();
        if (told.Note is { } note)
            cli.Err.Line(note);
    }
}
