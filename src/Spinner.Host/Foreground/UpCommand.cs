using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Serilog.Events;
using Spinner.Configuration;
using Spinner.Protocol;
using Spinner.Supervision;

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
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<IHostLifetime>(run);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = file.Options.MaxStopTimeout + TimeSpan.FromMinutes(1));
        builder.Services.AddSerilog(logger => logger
            .MinimumLevel.Warning()
            .WriteTo.Console(standardErrorFromLevel: LogEventLevel.Verbose));
        builder.Services.AddAkka("spinner", akka => akka
            .AddHocon(ConfigurationFactory.ParseString("akka.stdout-loglevel = OFF"), HoconAddMode.Prepend)
            .AddHocon(file.Config, HoconAddMode.Append)
            .ConfigureLoggers(loggers => { loggers.ClearLoggers(); loggers.AddLoggerFactory(); })
            .WithSpinner(options => Copy(file.Options, options, output))
            .WithActors((system, registry) => system.ActorOf(
                Props.Create(() => new Foreman(
                    registry.Get<SpinnerActor>(), file.Children, (name, line) => screen.Line(palette.Prefix(name.Value) + line), run.OnInvalid)),
                "foreman")));
        return builder.Build();
    }

    private static void Copy(SpinnerOptions from, SpinnerOptions to, PrefixedOutput output)
    {
        foreach (PropertyInfo property in typeof(SpinnerOptions).GetProperties())
            property.SetValue(to, property.GetValue(from));
        to.InheritedOutput = output;
        // "up" shows what its children print, unless the file says where it goes.
        to.Defaults = to.Defaults with
        {
            Stdout = from.Defaults.Stdout ?? OutputTarget.Inherit,
            Stderr = from.Defaults.Stderr ?? OutputTarget.Inherit,
            IdleTime = Timeout.InfiniteTimeSpan,
        };
    }
}
