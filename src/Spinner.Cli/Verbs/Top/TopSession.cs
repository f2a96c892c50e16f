using System.Runtime.InteropServices;
using System.Threading.Channels;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs.Top;

/// <summary>
/// <c>top</c> on a terminal. Everything that happens (a key, a new picture, an answer, another size of the terminal) comes as an act through one
/// queue, so that only one thread knows the model and draws.
/// </summary>
internal sealed class TopSession(CliContext cli) : IDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(1);

    private readonly Channel<Action> _acts = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TopModel _model = new(TimeProvider.System);
    private TopLogs? _logs;
    private bool _isHelp;
    private bool _isOver;

    public async Task<int> RunAsync()
    {
        // Before the terminal is touched: a host that is not there is told as by any verb.
        _model.Update(await TopVerb.AskAsync(cli).ConfigureAwait(false));
        cli.CatchSignals();
        Console.TreatControlCAsInput = true;
        using PosixSignalRegistration? resized = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => Post(() => { }));
        using AlternateScreen screen = new(cli.Out);
        new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
        _ = PollAsync();
        Draw(screen);
        while (!_isOver)
        {
            Action act = await _acts.Reader.ReadAsync(cli.Cancel).ConfigureAwait(false);
            act();
            while (_acts.Reader.TryRead(out Action? next))
                next();
            Draw(screen);
        }

        return ExitCodes.Success;
    }

    public void Dispose() => _logs?.Dispose();

    private void Post(Action act) => _acts.Writer.TryWrite(act);

    private void Draw(AlternateScreen screen)
    {
        int width = Math.Max(1, Console.WindowWidth);
        int height = Math.Max(1, Console.WindowHeight);
        screen.Draw(_isHelp ? TopFrame.Help(width, height)
            : _logs is { } logs ? TopFrame.Logs(logs.Name, logs.Lines, cli.Out, width, height)
            : TopFrame.Children(_model, cli.Out, width, height));
    }

    private void ReadKeys()
    {
        while (!cli.Cancel.IsCancellationRequested)
        {
            try
            {
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                Post(() => Press(key));
            }
            catch (Exception end) when (end is IOException or InvalidOperationException)
            {
                // The terminal is gone, and with it whoever looked.
                Post(() => _isOver = true);
                return;
            }
        }
    }

    private void Press(ConsoleKeyInfo key)
    {
        bool isBack = key.KeyChar is 'q' or 'f' || key.Key is ConsoleKey.Escape or ConsoleKey.LeftArrow or ConsoleKey.Backspace;
        if (key is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
            _isOver = true;
        else if (_isHelp)
            _isHelp = false;
        else if (_logs is not null && isBack)
            Leave();
        else if (_logs is null)
            Choose(key);
    }

    private void Choose(ConsoleKeyInfo key)
    {
        _model.Message = "";
        switch (key)
        {
            case { KeyChar: 'q' } or { Key: ConsoleKey.Escape }: _isOver = true; break;
            case { KeyChar: '?' or 'h' }: _isHelp = true; break;
            case { KeyChar: 'k' } or { Key: ConsoleKey.UpArrow }: _model.Move(-1); break;
            case { KeyChar: 'j' } or { Key: ConsoleKey.DownArrow }: _model.Move(1); break;
            case { KeyChar: 'g' } or { Key: ConsoleKey.Home }: _model.Move(-_model.Rows.Count); break;
            case { KeyChar: 'G' } or { Key: ConsoleKey.End }: _model.Move(_model.Rows.Count); break;
            case { Key: ConsoleKey.PageUp }: _model.Move(-10); break;
            case { Key: ConsoleKey.PageDown }: _model.Move(10); break;
            case { KeyChar: 's' }: Do("start", "starting"); break;
            case { KeyChar: 'x' }: Do("stop", "stopping"); break;
            case { KeyChar: 'r' }: Do("restart", "restarting"); break;
            case { KeyChar: 'f' } or { Key: ConsoleKey.Enter }: Follow(); break;
        }
    }

    private void Follow()
    {
        if (_model.SelectedChild is { } child)
            _logs = new TopLogs(cli, child.Name, () => Post(() => { }));
    }

    private void Leave()
    {
        _logs?.Dispose();
        _logs = null;
    }

    private void Do(string act, string doing)
    {
        if (_model.SelectedChild is not { } child)
            return;
        string name = Plain.Text(child.Name);
        _model.Message = $"{doing} {name} ...";
        _ = Task.Run(async () =>
        {
            string message = await DoAsync(child.Name, act).ConfigureAwait(false);
            Post(() => _model.Message = $"{name}: {message}");
            await AskAsync().ConfigureAwait(false);
        });
    }

    private async Task<string> DoAsync(string name, string act)
    {
        try
        {
            await cli.Host.AskAsync(HttpMethod.Post, Routes.Child(name, act), null, cli.Cancel).ConfigureAwait(false);
            return act == "stop" ? "stopped" : $"{act}ed";
        }
        catch (Exception failure) when (failure is ApiException or NoHostException or OperationCanceledException)
        {
            return Plain.Text(failure.Message);
        }
    }

    private async Task PollAsync()
    {
        using PeriodicTimer step = new(_period, TimeProvider.System);
        while (!cli.Cancel.IsCancellationRequested)
        {
            await step.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false);
            await AskAsync().ConfigureAwait(false);
        }
    }

    private async Task AskAsync()
    {
        try
        {
            ChildListView list = await TopVerb.AskAsync(cli).ConfigureAwait(false);
            Post(() => _model.Update(list));
        }
        catch (Exception failure) when (failure is ApiException or NoHostException or OperationCanceledException)
        {
            // It may come back; until then the last picture stays, with this beneath.
            Post(() => _model.Message = Plain.Text(failure.Message));
        }
    }
}
