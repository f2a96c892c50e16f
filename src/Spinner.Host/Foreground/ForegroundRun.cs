using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spinner.Protocol;

namespace Spinner.Host.Foreground;

/// <summary>The life of one <c>up</c>, from the start of the host to its exit code.</summary>
internal sealed class ForegroundRun(Screen screen, Palette palette) : IHostLifetime, IDisposable
{
    private readonly TaskCompletionSource _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StopSignals? _signals;
    private int _code = ExitCodes.Success;

    /// <summary>Runs the host until a signal, or a child that can never start, ends it; the children are then stopped.</summary>
    public async Task<int> Until(IHost host)
    {
        _signals = new StopSignals(OnSignal, OnHurry);
        await host.StartAsync().ConfigureAwait(false);
        IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using CancellationTokenRegistration stopping = lifetime.ApplicationStopping.Register(() => _stop.TrySetResult());
        await _stop.Task.ConfigureAwait(false);
        await host.StopAsync().ConfigureAwait(false);
        Say("everything is stopped");
        return _code;
    }

    /// <summary>A child cannot be started as it is described: says why, and ends the host.</summary>
    public void OnInvalid(StartFailed failure)
    {
        foreach (string line in Sentences.Failure("cannot be started", failure))
        {
            screen.Line(palette.Prefix(failure.Name.Value) + line);
            Console.Error.WriteLine($"{failure.Name}: {line}");
        }

        _code = ExitCodes.BadConfiguration;
        _stop.TrySetResult();
    }

    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _signals?.Dispose();

    private void OnSignal(PosixSignal signal)
    {
        Say($"{signal}: stopping the children; Ctrl-C kills them at once");
        _stop.TrySetResult();
    }

    private void OnHurry()
    {
        Say("killing the children");
        StopSignals.KillMyself();
    }

    private void Say(string text) => screen.Line(palette.Prefix("spinner") + text);
}
