using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Spinner.Cli.Client;
using Spinner.Host.Foreground;
using Spinner.Host.Upkeep;

namespace Spinner.Host.Daemon;

/// <summary><c>spinner daemon</c>: hosts children for the command line and the API, in the background of a machine.</summary>
internal static class DaemonCommand
{
    public static Command Create()
    {
        Option<string?> config = new("--config") { Description = "The HOCON file; none: no children but those started by hand." };
        Option<string?> socket = new("--socket") { Description = "The socket of the control API." };
        Command daemon = new("daemon", "Runs Spinner for the command line and the control API.") { config, socket };
        daemon.SetAction((result, _) => Run(result.GetValue(config), result.GetValue(socket)));
        return daemon;
    }

    private static async Task<int> Run(string? path, string? socket)
    {
        ConfigFile file = path is null ? ConfigFile.Parse("spinner.children.x.command = sh", "", "/") : ConfigFile.Load(path);
        string at = SocketPath.ForHost(socket);
        Directory.CreateDirectory(Path.GetDirectoryName(at)!);
        File.Delete(at);
        using Screen screen = new(Console.OpenStandardOutput());
        Palette palette = Palette.ForTerminal(["spinner"]);
        using HostRun run = new(line => screen.Line(palette.Prefix("spinner") + line), screen.Dispose);
        void Tell(string name, string line) => screen.Line($"{name}: {line}");
        await using WebApplication host = SpinnerHost.Build(new HostPlan
        {
            Mode = "daemon",
            Options = file.Options,
            Config = file.Config,
            Children = path is null ? [] : [.. file.Children.Select(KeptChild.Of)],
            Run = run,
            Tell = Tell,
            Log = logger => logger.MinimumLevel.Warning().WriteTo.Sink(new ScreenLog(Tell)),
            Socket = at,
            File = path,
        });
        return await run.Until(host).ConfigureAwait(false);
    }
}
