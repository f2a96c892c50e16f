using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Spinner.Configuration;
using Spinner.Hosting;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Protocol;
using Spinner.Scenarios.Tests.Processes;
using Spinner.Supervision;
using Spinner.Testing;
using Xunit;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>
/// A Spinner of its own in an actor system of its own, with ports nobody else here uses, for each test. At the end the system is terminated, and
/// then there must be no process left that carries this Spinner's marker, nor a listener on one of its ports.
/// </summary>
public abstract class ChildScenario : IAsyncLifetime
{
    /// <summary>Every start may take long: many processes share few processors.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _system;
    private SpinnerRuntime? _runtime;

    protected ChildScenario(LauncherKind launcher, TimeProvider? time = null)
    {
        SpinnerOptions options = new()
        {
            Launcher = launcher,
            RuntimeFolder = Path.Combine(Folder, "run"),
            InheritedOutput = Output,
            Defaults = new ChildSpec
            {
                Name = "defaults",
                PortRange = Ports,
                StartTimeout = Patience,
                Stdout = OutputTarget.Inherit,
                Stderr = OutputTarget.Inherit,
            },
        };
        _system = ActorSystem.Create("scenario", SpinnerShutdown.PhaseTimeouts(options).WithFallback(
            ConfigurationFactory.ParseString("akka { loglevel = WARNING, stdout-loglevel = OFF }")));
        Spinner = _system.StartSpinner(
            options, (valid, warn) => _runtime = SpinnerRuntime.Create(valid, time ?? TimeProvider.System, warn));
        Client = new SpinnerClient(Spinner);
    }

    protected IActorRef Spinner { get; }

    protected SpinnerClient Client { get; }

    /// <summary>The ports of this test. The allocator is new, so it begins with the first.</summary>
    internal PortRange Ports { get; } = TestPorts.Next();

    /// <summary>A folder of this test's own.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("spinner-scenario-").FullName;

    internal RecordedOutput Output { get; } = new();

    internal SpinnerServices Services => _runtime!.Services;

    /// <summary>The living processes of all children.</summary>
    internal IReadOnlyList<int> Alive => MarkedProcesses.Of(Services.MarkerPrefix);

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        await Terminate();
        await Wait.Until(() => Alive.Count == 0, "an end of all that carries the marker");
        IReadinessProbe probe = ReadinessProbes.Create(TimeProvider.System);
        // Waited for: an ending process has no environment to be found by a moment before the kernel closes its sockets.
        await Wait.Until(
            () => !Enumerable.Range(Ports.First, Ports.Count).Any(port => probe.IsListenedOn(ChildEndpoint.Tcp("127.0.0.1", port))),
            "an end of all that listens on its ports");
        (probe as IDisposable)?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Ends the system, as a program does that is done.</summary>
    protected Task Terminate() => _system.Terminate().WaitAsync(Patience, TimeProvider.System);

    internal void Needs(LauncherCapabilities needed) => Skip.IfNot(
        Services.Launcher.Capabilities.HasFlag(needed), $"This launcher promises {Services.Launcher.Capabilities}, which is not {needed}.");

    internal async Task<StartSucceeded> Start(ChildSpec spec)
    {
        StartResult result = await Client.StartAsync(spec).WaitAsync(Patience * 2, TimeProvider.System);
        return Assert.IsType<StartSucceeded>(result);
    }

    internal Task<StartSucceeded> Start(string name, params string[] verbAndArgs) => Start(TestChild.Spec(name, verbAndArgs));

    internal async Task<StartFailed> FailToStart(ChildSpec spec)
    {
        StartResult result = await Client.StartAsync(spec).WaitAsync(Patience * 2, TimeProvider.System);
        return Assert.IsType<StartFailed>(result);
    }

    internal Task<StopResult> Stop(string name) => Client.StopAsync(name).WaitAsync(Patience, TimeProvider.System);

    /// <summary>Receives the events of this kind from now on.</summary>
    internal Inbox Subscribe<T>()
        where T : ChildEvent
    {
        Inbox inbox = Inbox.Create(_system);
        _system.EventStream.Subscribe(inbox.Receiver, typeof(T));
        return inbox;
    }

    /// <summary>SIGKILL to the leader; returns the run that took its place.</summary>
    internal async Task<StartSucceeded> CrashAndRecover(StartSucceeded started)
    {
        Native.Kill(started.Pid);
        await Until(started.Name, child => child.State == ChildState.Started && child.Run > started.Run, "a new run");
        return Assert.IsType<StartSucceeded>(await Client.StartAsync(started.Name));
    }

    /// <summary>Looks at the child until it is as expected, for 30 s at most.</summary>
    internal async Task<ChildSnapshot> Until(ChildName name, Func<ChildSnapshot, bool> fact, string what)
    {
        long began = TimeProvider.System.GetTimestamp();
        ChildSnapshot? child;
        while ((child = await Client.GetAsync(name)) is null || !fact(child))
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(30))
                throw new TimeoutException($"30 s without {what} of {name}: {child}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        return child;
    }

    /// <summary>The pid after a word that a child has printed.</summary>
    internal async Task<int> PidAfter(string name, string word, int occurrence = 1) =>
        int.Parse(await Output.RestOfLine(name, word, occurrence), CultureInfo.InvariantCulture);

    /// <summary>An executable file in this test's folder.</summary>
    internal string WriteScript(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    /// <summary>Asks the child over HTTP who it is, and has it answer.</summary>
    internal static async Task AssertAnswers(StartSucceeded started) =>
        Assert.Equal($"ok {started.Pid}", await HttpQuestion.Ask(started.Endpoint));
}
