using Akka.Actor;
using Spinner.Configuration;
using Spinner.Output;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Watching;

namespace Spinner.Hosting;

/// <content>Which implementation serves which room.</content>
internal sealed partial class SpinnerRuntime
{
    private const string Later = "wired at integration";

    /// <summary>LinuxLauncher where it is supported and options.Launcher is Auto; WindowsLauncher on Windows; else PortableLauncher.</summary>
    private static IProcessLauncher Launcher(SpinnerOptions options, TimeProvider time) => throw new NotSupportedException(Later);

    /// <summary>ReadinessProbes.Create(time).</summary>
    private static IReadinessProbe Probe(TimeProvider time) => throw new NotSupportedException(Later);

    /// <summary>FileSourceWatcher.</summary>
    private static ISourceWatcher Watcher(TimeProvider time) => throw new NotSupportedException(Later);

    /// <summary>ScriptBuilder.</summary>
    private static IScriptBuilder Builder(TimeProvider time) => throw new NotSupportedException(Later);

    /// <summary>OutputFactory.</summary>
    private static IOutputFactory Output(SpinnerOptions options, TimeProvider time) => throw new NotSupportedException(Later);

    /// <summary>PortAllocatorActor.Props(time, options.PortRest, options.RuntimeFolder, port tester).</summary>
    private static Props Ports(SpinnerOptions options, TimeProvider time) => throw new NotSupportedException(Later);
}
