using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spinner.Cli;
using Spinner.Cli.Contract;
using Spinner.Host.Upkeep;

namespace Spinner.Host;

/// <summary>The life of one host, from its start to its exit code.</summary>
/// <param name="say">Shows a line about the host itself.</param>
/// <param name="flush">Shows what is still queued; nothing is shown afterwards.</param>
internal sealed class HostRun(Action<string> say, Action flush) : IHostLifetime, IHostLife, IDisposable
{
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StopSignals? _signals;
    private int _code = ExitCodes.Success;

    /// <summary>Told when a host is up that was started from within the same flow of calls; null: nobody asks.</summary>
    public static AsyncLocal<Func<InfoView, Task>?> WhenUp { get; } = new();

    /// <summary>Called at SIGHUP; null: it stops the host as the others do.</summary>
    public Action? Reload { get; set; }

    /// <summary>Called when the children begin to be stopped.</summary>
    public Action? Stopping { get; set; }

    public bool IsStopping => _stop.Task.IsCompleted;

    /// <summary>Runs the host until something ends it; the children are then stopped.</summary>
    /// <param name="host">The host.</param>
    /// <param name="started">Called when it is up.</param>
    public async Task<int> Until(IHost host, Action? started = null)
    {
        _signals = new StopSignals(TimeProvider.System, OnSignal, OnHurry, Reload);
        using InitDuties? duties = InitDuties.TakeOn(TimeProvider.System);
        await host.StartAsync().ConfigureAwait(false);
        IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using CancellationTokenRegistration stopping = lifetime.ApplicationStopping.Register(OnStoppingByItself);
        started?.Invoke();
        if (WhenUp.Value is { } tell)
            await tell(host.Services.GetRequiredService<IHostControl>().Info()).ConfigureAwait(false);
        await _stop.Task.ConfigureAwait(false);
        Stopping?.Invoke();
        await host.StopAsync().ConfigureAwait(false);
        say(_code == ExitCodes.Failure ? "stopped, but for the processes named above" : "everything is stopped");
        return _code;
    }

    public void End(string why, int? code = null)
    {
        if (IsStopping)
            return;
        say(why);
        Interlocked.CompareExchange(ref _code, code ?? ExitCodes.Success, ExitCodes.Success);
        _stop.TrySetResult();
    }

    public void OnLeftOver() => _code = ExitCodes.Failure;

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals?.Dispose();

    private void OnStoppingByItself()
    {
        // Nobody has asked: the actor system has ended.
        if (_stop.TrySetResult())
            _code = ExitCodes.Failure;
    }

    private void OnSignal(PosixSignal signal)
    {
        string again = signal == PosixSignal.SIGINT ? "Ctrl-C again" : "Ctrl-C";
        End($"{signal}: stopping all children ({again} kills them at once)");
    }

    private void OnHurry()
    {
        say("killing all children");
        flush();
        StopSignals.KillMyself();
    }
}
