using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Spinner.Cli;
using Spinner.Host.Upkeep;
using Spinner.Output;

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
        Command up = new("up", "Starts every child of a file, shows their output, and stops them all on Ctrl-C.") { file };
        up.SetAction((result, _) => Run(result.GetValue(file)!));
        return up;
    }

    private static async Task<int> Run(string path)
    {
        ConfigFile file = ConfigFile.Load(path);
        if (file.Errors.Count > 0)
        {
            foreach (string error in file.Errors)
                await Console.Error.WriteLineAsync(error).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }

        using Screen screen = new(Console.OpenStandardOutput());
        Palette palette = Palette.ForTerminal([.. file.Children.Select(child => child.Spec.Name.Value), "spinner"]);
        using PrefixedOutput output = new((_, _, line) => screen.Raw(line), palette.Prefix);
        using HostRun run = new(line => screen.Line(palette.Prefix("spinner") + line), screen.Dispose);
        file.Options.InheritedOutput = output;
        void Tell(string name, string line) => screen.Line(palette.Prefix(name) + line);
        await using WebApplication host = SpinnerHost.Build(new HostPlan
        {
            Mode = "up",
            Options = file.Options,
            Config = file.Config,
            Children = [.. file.Children.Select(KeptChild.Of)],
            Run = run,
            Tell = Tell,
            Log = logger => logger.MinimumLevel.Warning().WriteTo.Sink(new ScreenLog(Tell)),
            File = Path.GetFullPath(path),
        });
        return await run.Until(host).ConfigureAwait(false);
    }
}
