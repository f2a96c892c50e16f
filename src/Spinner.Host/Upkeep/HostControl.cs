using System.Reflection;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Spinner.Cli.Contract;
using Spinner.Configuration;
using Spinner.Host.Configuration;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>The host as the control API sees it, and the one place that applies a changed file.</summary>
internal sealed class HostControl(HostPlan plan, IWishes wishes, IRequiredActor<Foreman> foreman, IServiceProvider services) : IHostControl, IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly string _instance = Guid.NewGuid().ToString("N")[..12];
    private readonly DateTimeOffset _startedAt = TimeProvider.System.GetUtcNow();
    private readonly long _started = TimeProvider.System.GetTimestamp();
    private volatile ConfigFile _file = plan.File;

    /// <summary>The version of this program.</summary>
    public static string Version { get; } =
        typeof(HostControl).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    public InfoView Info() => new(Version, Environment.ProcessId, plan.Mode)
    {
        Instance = _instance,
        StartedAt = _startedAt,
        UptimeSeconds = TimeProvider.System.GetElapsedTime(_started).TotalSeconds,
        File = HasFile ? Path.GetFullPath(_file.Path) : null,
        Socket = plan.Instance?.SocketPath,
        StateFolder = plan.StateFolder,
        Remote = plan.File.Remote is null ? null : RemoteAddress(),
        MemoryBytes = Environment.WorkingSet,
    };

    public bool IsOfFile(ChildName name) => _file.Children.Any(child => child.Spec.Name == name);

    public StartFailed Shown(StartFailed failure) => _file.Shown(failure);

    public async Task<ReloadResult> ReloadAsync(bool dryRun, CancellationToken cancel)
    {
        if (!HasFile)
            return new ReloadResult(null, []);
        await _oneAtATime.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            ConfigFile fresh = await Task.Run(() => plan.Read(_file.Path), cancel).ConfigureAwait(false);
            string[] errors = fresh.Errors.Count > 0 ? [.. fresh.Errors.Select(error => error.ToString())] : [.. Unfit(fresh)];
            if (errors.Length > 0)
                return new ReloadResult(null, errors);
            FileDifference difference = FileDifference.Between(_file, fresh);
            if (!dryRun)
                await ApplyAsync(fresh, difference).ConfigureAwait(false);
            return new ReloadResult(View(difference, dryRun), []);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Shutdown() => plan.Run.End("asked to shut down: stopping all children");

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Asked for when it is up: a port that was left to the system is known then.</summary>
    private string RemoteAddress() => ((ExtendedActorSystem)services.GetRequiredService<ActorSystem>()).Provider.DefaultAddress.ToString();

    private bool HasFile => _file.Path.Length > 0;

    private async Task ApplyAsync(ConfigFile fresh, FileDifference difference)
    {
        Dictionary<ChildName, KeptChild> children = fresh.Children
            .Select(child => KeptChild.Of(child) with { IsPinned = wishes.IsStoppedByHand(child.Spec.Name) })
            .Select(child => child.Spec.Name == plan.ExitWith ? child.ForOneRun() : child)
            .ToDictionary(child => child.Spec.Name);

        // Before the children are told: their new runs are planned with them.
        plan.Options.Defaults = fresh.Options.Defaults;
        IActorRef actor = await foreman.GetAsync().ConfigureAwait(false);
        ApplyDifference message = new(
            [.. difference.Added.Select(name => children[name])],
            [.. difference.Changed.Where(child => !child.RunsOn).Select(child => children[child.Name])],
            [.. difference.Changed.Where(child => child.RunsOn).Select(child => children[child.Name])],
            difference.Removed);
        await actor.Ask<DifferenceApplied>(message, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        _file = fresh;
        await wishes.FileReadAsync(children.Keys, difference.Removed).ConfigureAwait(false);
    }

    /// <summary>Children that fit the new limits, but not those this host was started with.</summary>
    private IEnumerable<string> Unfit(ConfigFile fresh) =>
        from child in fresh.Children
        let errors = PlanResolver.Resolve(child.Spec, fresh.Options.Defaults, plan.Options.MaxStopTimeout, new HostFiles()).Errors
        from error in new ErrorPlaces(fresh.Source, fresh.Path).Shown(child.Spec.Name.Value, errors)
        select $"{fresh.Path}: {child.Spec.Name}: {error} (The limits of the file take effect at the next start of this host.)";

    private static ReloadView View(FileDifference difference, bool dryRun) => new(dryRun)
    {
        Added = [.. difference.Added.Select(name => name.Value)],
        Removed = [.. difference.Removed.Select(name => name.Value)],
        Changed = [.. difference.Changed.Select(child => new ChangedView(child.Name.Value, child.Keys))],
        Unchanged = [.. difference.Unchanged.Select(name => name.Value)],
        NeedRestart = difference.SettingsThatNeedRestart,
    };
}
