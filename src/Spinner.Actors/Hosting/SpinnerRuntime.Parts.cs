using System.Net;
using Akka.Actor;
using Spinner.Configuration;
using Spinner.Output;
using Spinner.Ports;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Processes.Linux;
using Spinner.Processes.Portable;
using Spinner.Processes.Windows;
using Spinner.Watching;

namespace Spinner.Hosting;

/// <content>Which implementation serves which room.</content>
internal sealed partial class SpinnerRuntime
{
    private static IProcessLauncher Launcher(SpinnerOptions options, TimeProvider time, string markerPrefix, Action<string> warn)
    {
        if (options.Launcher == LauncherKind.Auto && OperatingSystem.IsLinux())
        {
            string? why = LinuxProcessLauncher.WhyUnsupported();
            if (why is null)
            {
                try
                {
                    return new LinuxProcessLauncher(time, markerPrefix, warn: warn, runFile: options.RunFile);
                }
                catch (RunFileException inUse)
                {
                    throw new SpinnerConfigurationException($"spinner.run-file: {inUse.Message}", inUse);
                }
            }

            warn($"The portable process layer is used, with fewer promises: {why}");
        }

        if (options.RunFile is not null)
        {
            warn("spinner.run-file has no effect: the portable process layer keeps none.");
        }

        return options.Launcher == LauncherKind.Auto && OperatingSystem.IsWindows() ? new WindowsLauncher(time) : new PortableLauncher(time);
    }

    private static IReadinessProbe Probe(TimeProvider time) => ReadinessProbes.Create(time);

    private static HealthChecker Health(TimeProvider time) => new(time);

    private static FileSourceWatcher Watcher(TimeProvider time, Func<string, bool> isOwnFile, Action<string> warn) =>
        new(time, isOwnFile, warn);

    private static ScriptBuilder Builder(TimeProvider time) => new(time);

    private static OutputFactory Output(SpinnerOptions options, TimeProvider time, SpinnerLog log) => new(new OutputSettings
    {
        TailLines = options.TailLines,
        TailLineLength = options.TailLineLength,
        RingLines = options.RingLines,
        Time = time,
        Inherited = options.InheritedOutput,
        Tell = log.Warn,
        LogLine = log.Line,
    });

    private static Props Ports(SpinnerOptions options, TimeProvider time) =>
        PortAllocatorActor.Props(time, options.PortRest, options.RuntimeFolder, new PortTester(), options.BindAddress is { } address ? new ListenSockets(IPAddress.Parse(address)) : null);
}
