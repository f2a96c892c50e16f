using System.Collections.Concurrent;
using Spinner.Host.Upkeep;
using Spinner.Protocol;

namespace Spinner.Host.Tests.Upkeep;

/// <summary>A folder with a state file, at a time of its own, and what the file warned of.</summary>
public abstract class StateFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-state-").FullName;

    protected string StatePath => Path.Combine(_folder, "state", "state.json");

    protected string GoodPath => StatePath + ".good";

    protected ConcurrentQueue<string> Warnings { get; } = new();

    internal StateFile File => new(StatePath, TimeProvider.System, Warnings.Enqueue);

    public virtual void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static DesiredState State(params string[] names) => names.Aggregate(
        DesiredState.Empty,
        (state, name) => state.With(name, new DesiredChild(new ChildSpec { Name = name, Command = "app" }, Wanted.Running, FromFile: false)));

    internal static string[] Names(DesiredState? state) => [.. state!.Children.Keys];

    protected string[] SetAside() => [.. Directory.GetFiles(Path.GetDirectoryName(StatePath)!, "*.broken-*")];
}
