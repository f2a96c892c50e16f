using Spinner.Probes;
using Spinner.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests.Processes;

public sealed class HandOffRestartTests : HandOffScenario
{
    [SkippableTheory]
    [InlineData("testchild")]
    [InlineData("python")]
    [InlineData("node")]
    public async Task No_connection_is_refused_while_a_child_is_killed_and_started_five_times(string kind)
    {
        SkipUnlessSupported();
        LaunchSpec server = Server(kind);
        using CancellationTokenSource over = new();
        RecordingObserver child = await Start(server);
        Task clients = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => AskUntil(over.Token))));

        for (int restart = 0; restart < 5; restart++)
        {
            IChildProcess old = await child.WhenSpawned;
            old.Kill(RunScope.Group);
            old.Settle(RunScope.Group);
            await child.WhenGone;
            child = await Start(server);
            int pid = (await child.WhenSpawned).Identity.Pid;
            await Wait.Until(() => _lastAnswer == pid || clients.IsCompleted, "an answer of the new process");
        }

        await over.CancelAsync();
        // Throws what a refused client threw.
        await clients;
    }

    private volatile int _lastAnswer;

    private async Task AskUntil(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
            _lastAnswer = await Ask() ?? _lastAnswer;
    }

    /// <summary>Starts a server and waits until it accepts.</summary>
    private async Task<RecordingObserver> Start(LaunchSpec server)
    {
        RecordingObserver child = Launch(server);
        IChildProcess process = await child.WhenSpawned;
        IReadinessProbe probe = ReadinessProbes.Create(TimeProvider.System);
        using IDisposable? owned = probe as IDisposable;
        TaskCompletionSource<ProbeAnswer> accepts = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ProbeTarget target = new(Endpoint, process.Identity.Pid, RunMarker.Variable, server.Marker);
        using IDisposable pending = probe.WhenAccepting(target, accepts.SetResult);
        Task first = await Task.WhenAny(accepts.Task, child.WhenExited);
        Assert.True(first == accepts.Task, $"it accepts rather than {first.Status}: {child.Stderr}");
        return child;
    }
}
