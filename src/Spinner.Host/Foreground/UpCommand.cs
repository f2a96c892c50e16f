using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Serilog.Events;
using Spinner.Configuration;
using Spinner.Hosting;
using Spinner.Output;
using Spinner.Protocol;

namespace Spinner.Host.Foreground;

/// <summary><c>spinner up [file]</c>: runs the children of a file in the foreground until a signal ends it.</summary>
internal static class UpCommand
{
    public static async Task<int> Run(string path)
    {
        ConfigFile file = ConfigFile.Load(path);
        if (file.Errors.Count > 0)
        {
            foreach (string error in file.Errors)
                await Console.Error.WriteLineAsync(error).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }

        await using Screen screen = new(Console.OpenStandardOutput(), TimeProvider.System);
        Palette palette = Palette.ForTerminal([.. file.Children.Select(child => child.Spec.Name.Value), "spinner"]);
        using PrefixedOutput output = new((_, _, line) => screen.Raw(line), palette.Prefix);
        using ForegroundRun run = new(screen, palette);
        using IHost host = BuildHost(file, output, screen, palette, run);
        return await run.Until(host).ConfigureAwait(false);
    }

    private static IHost BuildHost(ConfigFile file, PrefixedOutput output, Screen screen, Palette palette, ForegroundRun run)
    {
        SpinnerOptions options = Shown(file.Options, output);
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime>(run);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = SpinnerShutdown.LongestStop(options) + TimeSpan.FromMinutes(1));
        builder.Services.AddSerilog(logger => logger
            .MinimumLevel.Warning()
            .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose));
        builder.Services.AddAkka("spinner", akka => akka
            .AddHocon(ConfigurationFactory.ParseString("akka.stdout-loglevel = OFF\nakka.coordinated-shutdown.run-by-clr-shutdown-hook = off"), HoconAddMode.Prepend)
            .AddHocon(file.Config, HoconAddMode.Append)
            .ConfigureLoggers(loggers => { loggers.ClearLoggers(); loggers.AddLoggerFactory(); })
            .AddHocon(SpinnerShutdown.PhaseTimeouts(options, file.Config), HoconAddMode.Prepend)
            .WithActors((system, _) => system.ActorOf(
                Props.Create(() => new Foreman(
                    system.StartSpinner(options), file.Children, (name, line) => screen.Line(palette.Prefix(name.Value) + line), run.OnInvalid)),
                "foreman")));
        return builder.Build();
    }

    /// <summary>"up" shows what its children print, unless the file says where it goes, and stops none of them for idleness.</summary>
    private static SpinnerOptions Shown(SpinnerOptions options, PrefixedOutput output)
    {
        options.InheritedOutput = output;
        options.Defaults = options.Defaults with
        {
            Stdout = options.Defaults.Stdout ?? OutputTarget.Inherit,
            Stderr = options.Defaults.Stderr ?? OutputTarget.Inherit,
        };
        return options;
    }
}
