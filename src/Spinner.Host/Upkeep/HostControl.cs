using System.Reflection;
using Spinner.Cli.Contract;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>The host as the control API sees it.</summary>
internal sealed class HostControl(HostPlan plan) : IHostControl
{
    private readonly HashSet<ChildName> _ofFile = [.. plan.Children.Select(child => child.Spec.Name)];
    private readonly string _instance = Guid.NewGuid().ToString("N")[..12];
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private readonly long _started = TimeProvider.System.GetTimestamp();

    public InfoView Info() => new(Version, Environment.ProcessId, plan.Mode)
    {
        Instance = _instance,
        StartedAt = _startedAt,
        UptimeSeconds = TimeProvider.System.GetElapsedTime(_started).TotalSeconds,
        File = plan.File,
        Socket = plan.Socket,
        MemoryBytes = Environment.WorkingSet,
    };

    public bool IsOfFile(ChildName name) => _ofFile.Contains(name);

    public Task<ReloadResult> ReloadAsync(bool dryRun, CancellationToken cancel) => Task.FromResult(new ReloadResult(null, []));

    public void Shutdown() => plan.Run.End("asked to shut down: stopping all children");

    /// <summary>The version of this program.</summary>
    public static string Version { get; } =
        typeof(HostControl).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
