using Spectre.Console;
using Spinner.Cli.Client;

namespace Spinner.Cli.Verbs;

/// <summary>Shows on standard error what is waited for: a line each that moves, on a terminal; elsewhere a line for each step.</summary>
internal static class Progress
{
    // What is done by then needs no progress.
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan _patienceForLines = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(500);

    /// <summary>A thing that is waited for.</summary>
    /// <param name="Name">Its name, harmless.</param>
    /// <param name="Doing">What is being done.</param>
    /// <param name="Task">Ends when it is done, however.</param>
    /// <param name="Step">How far it is.</param>
    internal sealed record Piece(string Name, string Doing, Task Task, Func<CancellationToken, Task<string>> Step)
    {
        public string Text { get; set; } = Doing;
    }

    /// <summary>Shows it until all are done; how they ended is for the caller to see.</summary>
    public static async Task ShowAsync(CliContext cli, IReadOnlyList<Piece> pieces)
    {
        Task all = Task.WhenAll(pieces.Select(piece => Ended(piece.Task)));
        if (cli.Json)
        {
            await all.ConfigureAwait(false);
            return;
        }

        await Task.WhenAny(all, Task.Delay(cli.Err.IsLive ? _patience : _patienceForLines, TimeProvider.System)).ConfigureAwait(false);
        if (all.IsCompleted)
            return;
        cli.CatchSignals();
        if (cli.Err.IsLive)
            await LiveAsync(cli, pieces, all).ConfigureAwait(false);
        else
            await PlainAsync(cli, pieces, all).ConfigureAwait(false);
    }

    private static async Task LiveAsync(CliContext cli, IReadOnlyList<Piece> pieces, Task all)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = cli.Err.Colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(cli.Err.Live()),
        });
        console.Profile.Width = cli.Err.Width;
        await console.Progress().AutoClear(true)
            .Columns(new SpinnerColumn(Spectre.Console.Spinner.Known.Dots), new TaskDescriptionColumn { Alignment = Justify.Left }, new ElapsedTimeColumn())
            .StartAsync(async progress =>
            {
                ProgressTask[] rows = [.. pieces.Select(piece => progress.AddTask(Described(piece)).IsIndeterminate())];
                await PollAsync(cli, pieces, all, () =>
                {
                    for (int i = 0; i < rows.Length; i++)
                    {
                        rows[i].Description = Described(pieces[i]);
                        if (pieces[i].Task.IsCompleted)
                            rows[i].StopTask();
                    }
                }).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    private static Task PlainAsync(CliContext cli, IReadOnlyList<Piece> pieces, Task all)
    {
        Dictionary<Piece, string> told = new(ReferenceEqualityComparer.Instance);
        void Tell()
        {
            foreach (Piece piece in pieces.Where(piece => !piece.Task.IsCompleted && told.GetValueOrDefault(piece) != piece.Text))
            {
                told[piece] = piece.Text;
                cli.Err.Line($"{piece.Name}: {piece.Text}");
            }

            cli.Err.Flush();
        }

        Tell();
        return PollAsync(cli, pieces, all, Tell);
    }

    private static async Task PollAsync(CliContext cli, IReadOnlyList<Piece> pieces, Task all, Action changed)
    {
        while (!all.IsCompleted)
        {
            await Task.WhenAny(all, Task.Delay(_period, TimeProvider.System)).ConfigureAwait(false);
            foreach (Piece piece in pieces.Where(piece => !piece.Task.IsCompleted))
                await AskAsync(piece, cli.Cancel).ConfigureAwait(false);
            changed();
        }
    }

    private static async Task AskAsync(Piece piece, CancellationToken cancel)
    {
        try
        {
            piece.Text = await piece.Step(cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ApiException or NoHostException or OperationCanceledException)
        {
            // What is waited for will tell it; until then the last step stays.
        }
    }

    private static string Described(Piece piece) => $"{Markup.Escape(piece.Name)} [grey]{Markup.Escape(Present(piece))}[/]";

    private static string Present(Piece piece) => piece.Task.Status switch
    {
        TaskStatus.RanToCompletion => "done",
        TaskStatus.Canceled => "interrupted",
        TaskStatus.Faulted => "failed",
        _ => piece.Text,
    };

    private static Task Ended(Task task) => task.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
