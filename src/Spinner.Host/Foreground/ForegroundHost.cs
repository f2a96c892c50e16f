using Akka.Configuration;
using Microsoft.AspNetCore.Builder;
using Spinner.Configuration;
using Spinner.Host.Upkeep;
using Spinner.Output;
using Spinner.Protocol;

namespace Spinner.Host.Foreground;

/// <summary>A host on a terminal: shows what its children print and what becomes of them, until a signal ends it.</summary>
internal sealed record ForegroundHost
{
    /// <summary><c>up run</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The options of Spinner.</summary>
    public required SpinnerOptions Options { get; init; }

    /// <summary>The configuration of the actor system.</summary>
    public required Config Config { get; init; }

    /// <summary>The children.</summary>
    public required IReadOnlyList<KeptChild> Children { get; init; }

    /// <summary>The configuration file.</summary>
    public string? File { get; init; }

    /// <summary>The socket that was asked for; null: the usual one, if it is free.</summary>
    public string? Socket { get; init; }

    /// <summary>The child whose end ends the host.</summary>
    public ChildName? ExitWith { get; init; }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        using Screen screen = new(Console.OpenStandardOutput());
        Palette palette = Palette.ForTerminal([.. Children.Select(child => child.Spec.Name.Value), "spinner"]);
        void Tell(string name, string line) => screen.Line(palette.Prefix(name) + line);
        using PrefixedOutput output = new((_, _, line) => screen.Raw(line), palette.Prefix);
        using HostRun run = new(line => Tell("spinner", line), screen.Dispose);
        Options.InheritedOutput = output;
        await using WebApplication host = SpinnerHost.Build(new HostPlan
        {
            Mode = Mode,
            Options = Options,
            Config = Config,
            Children = Children,
            Run = run,
            Tell = Tell,
            Log = logger => ScreenLog.Configure(logger, Tell),
            File = File,
            ExitWith = ExitWith,
        });
        return await run.Until(host).ConfigureAwait(false);
    }
}
