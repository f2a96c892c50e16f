using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Spinner.Configuration;
using Spinner.Host.Api;
using Spinner.Host.Upkeep;
using Spinner.Hosting;
using Spinner.Policies;
using Spinner.Remoting;
using Spinner.Supervision;

namespace Spinner.Host;

/// <summary>Builds the host of <c>up</c>, <c>run</c> and <c>daemon</c>: the actors, who keeps their children up, and the control API.</summary>
internal static class SpinnerHost
{
    /// <exception cref="SpinnerConfigurationException">It cannot listen where other nodes are to find it.</exception>
    public static WebApplication Build(HostPlan plan)
    {
        int layers = Layers(plan.Children);
        // Empty: no configuration from files or the environment, no log of its own, no server that is not asked for.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(plan);
        builder.Services.AddSingleton<IHostLifetime>(plan.Run);
        builder.Services.AddSingleton(plan.Wishes);
        builder.Services.AddSingleton<IHostControl, HostControl>();
        builder.Services.AddSingleton<SpinnerClient>();
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = SpinnerShutdown.LongestStop(plan.Options, layers) + TimeSpan.FromMinutes(1));
        builder.Services.AddSerilog(plan.Log);
        if (plan.Onlooker is { } onlooker)
            builder.Services.AddSingleton(onlooker).AddHostedService<OnlookerFeed>();
        AddActors(builder.Services, plan, layers);
        builder.AddApi(plan);
        WebApplication app = builder.Build();
        try
        {
            app.MapApi();
        }
        catch (Exception failure) when (PortTaken(plan, failure) is { } sentence)
        {
            throw new SpinnerConfigurationException([sentence]);
        }

        return app;
    }

    /// <summary>The actors are made when the API first asks for them, and remoting with them. Null: that other nodes cannot reach us is not what is wrong.</summary>
    private static string? PortTaken(HostPlan plan, Exception failure) =>
        plan.File.Remote is { } remote && failure.GetBaseException().GetBaseException() is SocketException socket
            ? $"spinner.remote cannot listen on {remote.Hostname}:{remote.Port}: {socket.Message}."
            : null;

    private static void AddActors(IServiceCollection services, HostPlan plan, int layers) => services.AddAkka("spinner", akka =>
    {
        akka.AddHocon(ConfigurationFactory.ParseString("akka.stdout-loglevel = OFF\nakka.coordinated-shutdown.run-by-clr-shutdown-hook = off"), HoconAddMode.Prepend)
            .AddHocon(plan.File.Config, HoconAddMode.Append);

        // After the file, for what is decided has to win over what is written there.
        if (plan.File.Remote is not null)
            AddRemoting(akka, plan);
        akka.ConfigureLoggers(loggers => { loggers.ClearLoggers(); loggers.AddLoggerFactory(); })
            .AddHocon(SpinnerShutdown.PhaseTimeouts(plan.Options, plan.File.Config, layers), HoconAddMode.Prepend)
            .WithActors((system, registry, resolver) =>
            {
                IActorRef spinner = system.StartSpinner(plan.Options);
                registry.Register<SpinnerActor>(spinner);
                ForemanPlan foreman = new()
                {
                    Spinner = spinner,
                    Children = plan.Children,
                    Defaults = () => plan.Options.Defaults,
                    Tell = (name, line, isTrouble) => plan.Tell(name.Value, line, isTrouble),
                    Shown = failure => resolver.GetService<IHostControl>().Shown(failure),
                    WrongSpec = failure => plan.Onlooker?.WrongSpec(StartFailures.ProblemOf(failure)),
                    Life = plan.Run,
                    ExitWith = plan.ExitWith,
                };
                registry.Register<Foreman>(system.ActorOf(ActorProducer.Props(() => new Foreman(foreman)), "foreman"));
            });
    });

    // In a method of its own: without remoting none of its assemblies is loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddRemoting(AkkaConfigurationBuilder akka, HostPlan plan) => akka.WithSpinnerRemoting(plan.File.Remote!);

    /// <summary>How many times children are stopped one after the other, because they depend on each other.</summary>
    private static int Layers(IReadOnlyList<KeptChild> children)
    {
        ILookup<string, string> dependencies = children
            .SelectMany(child => (child.Spec.DependsOn?.Keys ?? []).Select(other => (child.Spec.Name.Value, other)))
            .ToLookup(pair => pair.Value, pair => pair.other, StringComparer.Ordinal);
        return DependencyGraph.StopOrder(children.Select(child => child.Spec.Name.Value), name => dependencies[name]).Count;
    }
}
