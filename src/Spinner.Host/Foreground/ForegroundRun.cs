using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spinner.Cli;
using Spinner.Host.Upkeep;

namespace Spinner.Host.Foreground;

/// <summary>The life of one <c>up</c>, from the start of the host to its exit code.</summary>
internal sealed class ForegroundRun(Screen screen, Palette palette) : IHostLifetime, IHostLife, IDisposable
{
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StopSignals? _signals;
    private int _code = ExitCodes.Success;

    /// <summary>Whether its end has been asked for.</summary>
    public bool IsStopping => _stop.Task.IsCompleted;

    /// <summary>Runs the host until a signal ends it; the children are then stopped.</summary>
    public async Task<int> Until(IHost host)
    {
        _signals = new StopSignals(TimeProvider.System, OnSignal, OnHurry);
        await host.StartAsync().ConfigureAwait(false);
        IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using CancellationTokenRegistration stopping = lifetime.ApplicationStopping.Register(OnStoppingByItself);
        await _stop.Task.ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);
        Say(_code == ExitCodes.Success ? "everything is stopped" : "stopped, but for the processes named above");
        return _code;
    }

    private void OnStoppingByItself()
    {
        // Nobody has asked: the actor system has ended.
        if (_stop.TrySetResult())
            _code = ExitCodes.Failure;
    }

    /// <summary>Something of a child outlives its stop; it has been told what.</summary>
    public void OnLeftOver() => _code = ExitCodes.Failure;

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals?.Dispose();

    private void OnSignal(PosixSignal signal)
    {
        string again = signal == PosixSignal.SIGINT ? "Ctrl-C again" : "Ctrl-C";
        Say($"{signal}: stopping all children ({again} kills them at once)");
        _stop.TrySetResult();
    }

    private void OnHurry()
    {
        Say("killing all children");
        screen.Dispose();
        StopSignals.KillMyself();
    }

    private void Say(string text) => screen.Line(palette.Prefix("spinner") + text);
}
