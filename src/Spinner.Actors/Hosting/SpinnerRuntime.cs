using System.Collections;
using Spinner.Configuration;
using Spinner.Output;
using Spinner.Policies;
using Spinner.Probes;
using Spinner.Processes;
using Spinner.Supervision;
using Spinner.Watching;

namespace Spinner.Hosting;

/// <summary>The world of one Spinner: the services its actors use, and their end.</summary>
internal sealed partial class SpinnerRuntime(SpinnerServices services, IReadOnlyList<object> parts) : IDisposable
{
    public SpinnerServices Services => services;

    /// <summary>Builds the services for this machine.</summary>
    public static SpinnerRuntime Create(SpinnerOptions options, TimeProvider time, SpinnerLog log)
    {
        List<object> parts = [];
        string markerPrefix = RunMarker.NewHostPrefix();
        try
        {
            IProcessLauncher launcher = Keep(parts, Launcher(options, time, markerPrefix, log.Warn));
            IReadinessProbe probe = Keep(parts, Probe(time));
            IScriptBuilder builder = Keep(parts, Builder(time));
            OutputFactory output = Keep(parts, Output(options, time, log));
            ISourceWatcher watcher = Keep(parts, Watcher(time, output.IsOwnFile, log.Warn));
            SpinnerServices services = new()
            {
                Options = options,
                Time = time,
                MarkerPrefix = markerPrefix,
                Launcher = launcher,
                Probe = probe,
                Health = Keep(parts, Health(time)),
                Notify = new NotifySockets(time, log.Warn),
                NotifyPath = Keep(parts, new NotifyFolder(options.RuntimeFolder)).PathFor,
                Meter = Keep(parts, GroupMeters.Create(launcher, time)),
                Watcher = watcher,
                Builder = builder,
                Output = output,
                Files = new HostFiles(),
                Ports = Ports(options, time),
                InheritedEnvironment = InheritedEnvironment.Clean(OwnEnvironment()),
            };
            return new SpinnerRuntime(services, parts);
        }
        catch
        {
            DisposeAll(parts);
            throw;
        }
    }

    /// <summary>Ends what runs besides the actors. The launcher comes last, for it kills what the others may still be told of.</summary>
    public void Dispose() => DisposeAll(parts);

    private static void DisposeAll(IReadOnlyList<object> parts)
    {
        foreach (IDisposable part in parts.Reverse().OfType<IDisposable>())
        {
            part.Dispose();
        }
    }

    private static T Keep<T>(List<object> parts, T part)
        where T : class
    {
        parts.Add(part);
        return part;
    }

    private static Dictionary<string, string> OwnEnvironment() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
