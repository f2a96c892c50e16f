using System.CommandLine;
using Spinner.Cli;
using Spinner.Cli.Client;
using Spinner.Cli.Verbs;
using Spinner.Configuration;
using Spinner.Host.Api;
using Spinner.Host.Configuration;

namespace Spinner.Host.Daemon;

/// <summary><c>spinner daemon</c>: hosts children for the command line and the API, in the background of a machine.</summary>
internal static class DaemonCommand
{
    public static Command Create()
    {
        Option<string?> config = new("--config", "-c")
        {
            Description = "The HOCON file. Without it there are no children but those started by hand.",
            HelpName = "file",
        };
        Option<string?> state = new("--state-folder") { Description = "Where it keeps what was asked for by hand, and logs.", HelpName = "path" };
        Command daemon = new("daemon", "Runs Spinner for the command line and the control API.") { config, state };
        daemon.SetAction((result, _) => RunAsync(result.GetValue(config), result.GetValue(Globals.Socket), result.GetValue(state)));
        return daemon;
    }

    private static async Task<int> RunAsync(string? path, string? socket, string? stateFolder)
    {
        ConfigFile file = path is null ? ConfigFile.None() : ConfigFile.Load(Path.GetFullPath(path), ConfigUse.Daemon);
        foreach (ConfigError error in file.Errors)
            await Console.Error.WriteLineAsync(error.ToString()).ConfigureAwait(false);
        if (file.Errors.Count > 0)
            return ExitCodes.BadConfiguration;

        if (stateFolder is not null)
            file = file.WithStateFolder(Path.GetFullPath(stateFolder));
        HostSettings settings = file.Settings!;
        if (StateFolders.Prepare(settings) is { } wrong)
        {
            await Console.Error.WriteLineAsync(wrong).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }

        using IDisposable? state = StateFolders.Hold(settings, out string taken);
        if (state is null)
        {
            await Console.Error.WriteLineAsync(taken).ConfigureAwait(false);
            return ExitCodes.Refused;
        }

        using SingleInstance? instance = SingleInstance.TryTake(SocketPath.ForHost(socket ?? settings.Socket), out InstanceRefusal? refusal);
        if (instance is null)
        {
            await Console.Error.WriteLineAsync(refusal!.Message).ConfigureAwait(false);
            return ExitCodes.Refused;
        }

        try
        {
            return await new DaemonHost(file, instance).RunAsync().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is ApiStartException or SpinnerConfigurationException)
        {
            await Console.Error.WriteLineAsync(failure.Message).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }
    }
}
