using Microsoft.AspNetCore.Builder;
using Serilog.Core;
using Spinner.Cli;
using Spinner.Cli.Client;
using Spinner.Cli.Verbs;
using Spinner.Host.Configuration;
using Spinner.Host.Daemon;
using Spinner.Host.Upkeep;
using Spinner.Protocol;

namespace Spinner.Host.Foreground;

/// <summary>A host on a terminal: shows what its children print and what becomes of them, until a signal ends it.</summary>
internal sealed record ForegroundHost
{
    /// <summary><c>up run</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The configuration file, or what stands for one.</summary>
    public required ConfigFile File { get; init; }

    /// <summary>The children.</summary>
    public required IReadOnlyList<KeptChild> Children { get; init; }

    /// <summary>The socket that was asked for; null: the usual one, if it is free.</summary>
    public string? Socket { get; init; }

    /// <summary>The child whose end ends the host.</summary>
    public ChildName? ExitWith { get; init; }

    /// <summary><c>-o json</c>: lines for programs.</summary>
    public bool Json { get; init; }

    /// <summary><c>--no-color</c>.</summary>
    public bool NoColour { get; init; }

    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        string? named = Socket ?? File.Settings?.Socket;
        using SingleInstance? instance = SingleInstance.TryTake(SocketPath.ForHost(named), out InstanceRefusal? refusal);
        if (refusal is not null && named is not null)
        {
            await Refusal.TellAsync(Json, OwnProblems.Refused, refusal.Message).ConfigureAwait(false);
            return ExitCodes.Refused;
        }

        using Display display = Json
            ? new JsonDisplay(isForOneChild: Mode == "run")
            : new TextDisplay([.. Children.Select(child => child.Spec.Name.Value), "spinner"], NoColour);
        using HostRun run = new(line => display.Tell("spinner", line), display.Dispose);
        File.Options.InheritedOutput = display.Output;
        if (refusal is not null)
            display.Warn("spinner", $"other terminals cannot reach this one: {refusal.Message}");
        if (File.Settings?.Listen is { } tcp)
            display.Warn("spinner", $"nothing listens on {tcp}: api.tcp.listen is for the daemon");
        using Logger log = ScreenLog.Create(display.Warn);
        await using WebApplication host = SpinnerHost.Build(new HostPlan
        {
            Mode = Mode,
            File = File,
            Read = path => ConfigFile.Load(path, ConfigUse.Up),
            Children = Children,
            Run = run,
            Tell = (name, line, _) => display.Tell(name, line),
            Onlooker = display.Onlooker,
            Log = log,
            Instance = instance,
            ExitWith = ExitWith,
        });
        return await run.Until(host).ConfigureAwait(false);
    }
}
