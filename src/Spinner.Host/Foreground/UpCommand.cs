using System.CommandLine;
using Spinner.Cli;
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
        Command up = new("up", "Starts every child of a file, shows their output, and stops them all on Ctrl-C.") { file, exitWith };
        up.SetAction((result, _) => Run(result.GetValue(file)!, result.GetValue(exitWith)));
        return up;
    }

    private static async Task<int> Run(string path, string? exitWith)
    {
        ConfigFile file = ConfigFile.Load(path, ConfigUse.Up);
        List<string> errors = [.. file.Errors.Select(error => error.ToString())];
        if (errors.Count == 0 && exitWith is not null && file.Children.All(child => child.Spec.Name.Value != exitWith))
            errors.Add($"--exit-with {exitWith}: {path} has no child of that name; it has {string.Join(", ", file.Children.Select(child => child.Spec.Name))}.");
        foreach (string error in errors)
            await Console.Error.WriteLineAsync(error).ConfigureAwait(false);
        if (errors.Count > 0)
            return ExitCodes.BadConfiguration;

        return await new ForegroundHost
        {
            Mode = "up",
            Options = file.Options,
            Config = file.Config,
            Children = [.. file.Children.Select(KeptChild.Of).Select(child => child.Spec.Name.Value == exitWith ? ForOneRun(child) : child)],
            File = Path.GetFullPath(path),
            ExitWith = exitWith is null ? null : new ChildName(exitWith),
        }.RunAsync().ConfigureAwait(false);
    }

    /// <summary>Its first end is the one that counts, whatever it is otherwise restarted for.</summary>
    private static KeptChild ForOneRun(KeptChild child) =>
        child with { Spec = child.Spec with { Restart = RestartMode.Never }, IsWanted = true };
}
