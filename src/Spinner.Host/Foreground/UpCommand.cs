using System.CommandLine;
using Spinner.Cli;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Verbs;
using Spinner.Configuration;
using Spinner.Host.Configuration;
using Spinner.Host.Upkeep;
using Spinner.Protocol;

namespace Spinner.Host.Foreground;

/// <summary><c>spinner up [file]</c>: runs the children of a file in the foreground until a signal ends it.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description = "The HOCON file that names the children.",
            DefaultValueFactory = _ => "spinner.conf",
        };
        Option<string?> exitWith = new("--exit-with")
        {
            Description = "End when this child ends, and with its exit code; it is not restarted.",
            HelpName = "child",
        };
        Option<bool> detach = new("--detach", "-d") { Description = "Run it in the background, as a daemon; ends when the children are up." };
        Option<string?> state = new("--state-folder") { Description = "With --detach: where the daemon keeps its state and logs.", HelpName = "path" };
        Command up = new("up", "Starts every child of a file, shows their output, and stops them all on Ctrl-C.") { file, exitWith, detach, state };
        up.Validators.Add(result =>
        {
            if (result.GetValue(detach) && result.GetValue(exitWith) is not null)
                result.AddError("--detach and --exit-with exclude each other: in the background nobody waits for an exit code.");
            if (!result.GetValue(detach) && result.GetValue(state) is not null)
                result.AddError("--state-folder goes with --detach: in the foreground no state is kept.");
        });
        up.SetAction((result, cancel) => RunAsync(
            result, result.GetValue(file)!, result.GetValue(exitWith), result.GetValue(detach), result.GetValue(state), cancel));
        return up;
    }

    private static async Task<int> RunAsync(ParseResult result, string path, string? exitWith, bool detach, string? stateFolder, CancellationToken cancel)
    {
        string? socket = result.GetValue(Globals.Socket);
        bool json = result.GetValue(Globals.Format) == "json";
        ConfigFile file = ConfigFile.Load(path, ConfigUse.Up);
        List<string> errors = [.. file.Errors.Select(error => error.ToString())];
        if (errors.Count == 0 && exitWith is not null && file.Children.All(child => child.Spec.Name.Value != exitWith))
            errors.Add($"--exit-with {exitWith}: {path} has no child of that name; it has {string.Join(", ", file.Children.Select(child => child.Spec.Name))}.");
        if (errors.Count > 0)
        {
            await Refusal.TellAsync(json, ProblemCodes.InvalidFile, errors).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }

        if (detach)
        {
            string[] kept = [.. file.Children.Where(child => !child.OnDemand).Select(child => child.Spec.Name.Value)];
            return await new Detached(Path.GetFullPath(path), SocketPath.ForHost(socket ?? file.Settings!.Socket), stateFolder, json).RunAsync(kept, cancel).ConfigureAwait(false);
        }

        ForegroundHost host = new()
        {
            Mode = "up",
            File = file,
            Children = [.. file.Children.Select(KeptChild.Of).Select(child => child.Spec.Name.Value == exitWith ? child.ForOneRun() : child)],
            Socket = socket,
            Json = json,
            NoColour = result.GetValue(Globals.NoColour),
            ExitWith = exitWith is null ? null : new ChildName(exitWith),
        };
        try
        {
            return await host.RunAsync().ConfigureAwait(false);
        }
        catch (SpinnerConfigurationException wrong)
        {
            await Refusal.TellAsync(json, ProblemCodes.InvalidFile, wrong.Errors).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }
    }
}
