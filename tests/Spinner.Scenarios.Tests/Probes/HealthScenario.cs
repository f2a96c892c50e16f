using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Spinner.Probes;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Children;
using Spinner.Scenarios.Tests.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests.Probes;

/// <summary>Makes checks, and keeps what they are about.</summary>
public abstract class HealthScenario : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);

    private readonly List<IDisposable> _open = [];

    private protected HealthScenario() => Checker = Keep(new HealthChecker(TimeProvider.System));

    private protected HealthChecker Checker { get; }

    /// <summary>A folder of this test's own.</summary>
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("spinner-health-").FullName;

    private protected string PathOf(string name) => Path.Combine(Folder, name);

    private protected T Keep<T>(T disposable) where T : IDisposable
    {
        _open.Add(disposable);
        return disposable;
    }

    /// <summary>Makes a check and waits for what comes of it.</summary>
    private protected async Task<string?> Check(HealthTarget target)
    {
        TaskCompletionSource<string?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        // Ample, where a test does not say otherwise: what is waited for is an answer.
        HealthTarget patient = target.Timeout == default ? target with { Timeout = _limit } : target;
        using IDisposable check = Checker.Check(patient, answer.SetResult);
        return await answer.Task.WaitAsync(_limit * 2, TimeProvider.System);
    }

    /// <summary>Makes a check whose time passes only once there is the fact, and then all at once.</summary>
    private protected async Task<string?> CheckUntilLate(HealthTarget target, Func<bool> fact, string what)
    {
        CountedTime time = new();
        using HealthChecker checker = new(time);
        TaskCompletionSource<string?> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using IDisposable check = checker.Check(target with { Timeout = TimeSpan.FromSeconds(10) }, answer.SetResult);
        await Wait.Until(() => time.HasTimer && fact(), what);
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(answer.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        return await answer.Task.WaitAsync(_limit, TimeProvider.System);
    }

    /// <summary>A child that listens on a port, or on a unix socket, and what else it is told to do.</summary>
    private protected async Task<ChildEndpoint> Serve(EndpointKind kind, params string[] options)
    {
        ChildEndpoint endpoint = kind == EndpointKind.Tcp
            ? ChildEndpoint.Tcp("127.0.0.1", TestPorts.Next().First)
            : ChildEndpoint.Unix(PathOf("s.sock"));
        RunningChild child = Keep(new RunningChild(
            new Dictionary<string, string> { ["PORT"] = endpoint.PortVariable }, ["serve", .. options]));
        await child.Says("listening");
        return endpoint;
    }

    private protected static int NumberIn(string path) => int.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _open.ForEach(open => open.Dispose());
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Time moved before anybody measures it passes for nobody.</summary>
    private sealed class CountedTime : FakeTimeProvider
    {
        private int _timers;

        public bool HasTimer => Volatile.Read(ref _timers) > 0;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            Interlocked.Increment(ref _timers);
            return timer;
        }
    }
}
