using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Spinner.Configuration;
using Spinner.Host.Configuration;
using Spinner.Hosting;
using Spinner.Output;
using Spinner.Policies;

namespace Spinner.Host.Foreground;

/// <summary><c>spinner up [file]</c>: runs the children of a file in the foreground until a signal ends it.</summary>
internal static class UpCommand
{
    public static async Task<int> Run(string path)
    {
        ConfigFile file = ConfigFile.Load(path, ConfigUse.Up);
        if (file.Errors.Count > 0)
        {
            foreach (ConfigError error in file.Errors)
                await Console.Error.WriteLineAsync(error.ToString()).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }

        using Screen screen = new(Console.OpenStandardOutput());
        Palette palette = Palette.ForTerminal([.. file.Children.Select(child => child.Spec.Name.Value), "spinner"]);
        using PrefixedOutput output = new((_, _, line) => screen.Raw(line), palette.Prefix);
        using ForegroundRun run = new(screen, palette);
        file.Options.InheritedOutput = output;
        using IHost host = BuildHost(file, run, (name, line) => screen.Line(palette.Prefix(name) + line));
        return await run.Until(host).ConfigureAwait(false);
    }

    private static IHost BuildHost(ConfigFile file, ForegroundRun run, Action<string, string> tell)
    {
        SpinnerOptions options = file.Options;
        int layers = Layers(file.Children);
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime>(run);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = SpinnerShutdown.LongestStop(options, layers) + TimeSpan.FromMinutes(1));
        builder.Services.AddSerilog(logger => logger.MinimumLevel.Warning().WriteTo.Sink(new ScreenLog(tell)));
        builder.Services.AddAkka("spinner", akka => akka
            .AddHocon(ConfigurationFactory.ParseString("akka.stdout-loglevel = OFF\nakka.coordinated-shutdown.run-by-clr-shutdown-hook = off"), HoconAddMode.Prepend)
            .AddHocon(file.Config, HoconAddMode.Append)
            .ConfigureLoggers(loggers => { loggers.ClearLoggers(); loggers.AddLoggerFactory(); })
            .AddHocon(SpinnerShutdown.PhaseTimeouts(options, file.Config, layers), HoconAddMode.Prepend)
            .WithActors((system, _) => system.ActorOf(
                Props.Create(() => new Foreman(
                    system.StartSpinner(options), file.Children, options.Defaults, (name, line) => tell(name.Value, line), run)),
                "foreman")));
        return builder.Build();
    }

    /// <summary>How many times children are stopped one after the other, because they depend on each other.</summary>
    private static int Layers(IReadOnlyList<ConfiguredChild> children)
    {
        ILookup<string, string> dependencies = children
            .SelectMany(child => (child.Spec.DependsOn?.Keys ?? []).Select(other => (child.Spec.Name.Value, other)))
            .ToLookup(pair => pair.Value, pair => pair.other, StringComparer.Ordinal);
        return DependencyGraph.StopOrder(children.Select(child => child.Spec.Name.Value), name => dependencies[name]).Count;
    }
}
