using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Spinner.Configuration;
using Spinner.Supervision;
using Spinner.Wire;

namespace Spinner.Hosting;

/// <summary>Adds Spinner to an actor system.</summary>
public static class SpinnerExtensions
{
    /// <summary>The name of the actor: <c>/user/spinner</c>.</summary>
    public const string ActorName = "spinner";

    /// <summary>
    /// Starts Spinner with the system: <c>IRequiredActor&lt;SpinnerActor&gt;</c> and <see cref="SpinnerClient"/> lead to it, and
    /// CoordinatedShutdown stops its children.
    /// </summary>
    /// <remarks>
    /// Call it after the HOCON is added: the shutdown phases are sized by <c>spinner.max-stop-timeout</c> as known then. The
    /// <c>spinner</c> section is read at the start, and <paramref name="configure"/> goes on top; it is called more than once, so let it do
    /// nothing but set options. Wrong settings fail the start with one <see cref="SpinnerConfigurationException"/> that lists every error.
    /// </remarks>
    /// <param name="builder">The system to be.</param>
    /// <param name="configure">Changes the options that were read.</param>
    public static AkkaConfigurationBuilder WithSpinner(this AkkaConfigurationBuilder builder, Action<SpinnerOptions>? configure = null) =>
        builder.WithSpinner(configure, (options, log) => SpinnerRuntime.Create(options, TimeProvider.System, log));

    /// <summary>
    /// Starts Spinner in a system that runs, without Akka.Hosting. Have <see cref="SpinnerShutdown.PhaseTimeouts"/> in the
    /// system's configuration, or a long stop is cut short when the system ends.
    /// </summary>
    /// <param name="system">The system; one Spinner each.</param>
    /// <param name="options">The options. Null: those of the system's configuration.</param>
    /// <returns><c>/user/spinner</c>.</returns>
    /// <exception cref="SpinnerConfigurationException">The options are wrong; the message lists every error.</exception>
    public static IActorRef StartSpinner(this ActorSystem system, SpinnerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.StartSpinner(options ?? Read(system, null), (valid, log) => SpinnerRuntime.Create(valid, TimeProvider.System, log));
    }

    internal static AkkaConfigurationBuilder WithSpinner(
        this AkkaConfigurationBuilder builder, Action<SpinnerOptions>? configure, Func<SpinnerOptions, SpinnerLog, SpinnerRuntime> create)
    {
        Config present = builder.Configuration.HasValue ? builder.Configuration.Value : Config.Empty;
        SpinnerOptions expected = SpinnerConfig.Parse(present, Environment.CurrentDirectory).Options ?? new SpinnerOptions();
        configure?.Invoke(expected);

        // Options with errors size no phases: they fail the start, which tells all of them.
        if (OptionsRules.Errors(expected).Count == 0)
        {
            builder = builder.AddHocon(SpinnerShutdown.PhaseTimeouts(expected, present), HoconAddMode.Prepend);
        }

        return builder
            .AddHocon(SpinnerConfig.Reference, HoconAddMode.Append)
            .AddHocon(WireRegistration.Hocon, HoconAddMode.Append)
            .WithActors((system, registry) => registry.Register<SpinnerActor>(system.StartSpinner(Read(system, configure), create)));
    }

    internal static IActorRef StartSpinner(this ActorSystem system, SpinnerOptions options, Func<SpinnerOptions, SpinnerLog, SpinnerRuntime> create)
    {
        IReadOnlyList<string> errors = OptionsRules.Errors(options);
        if (errors.Count > 0)
        {
            throw new SpinnerConfigurationException(errors);
        }

        WireRegistration.Register(system);
        SpinnerRuntime runtime = create(options, SpinnerLog.Of(system));
        // The scheduler starts at its first use and makes the first users wait for a pool thread to run it. Were these users a hundred
        // children at once, they would hold all pool threads, and wait for each other.
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => { });
        try
        {
            IActorRef spinner = system.ActorOf(SpinnerActor.Props(runtime.Services), ActorName);
            SpinnerShutdown.Register(system, spinner, options);

            // Only when no actor is left can the services go; who waits for the end of the system waits for theirs, and not a moment less: a program that
            // ends with it would cut them off.
            system.RegisterOnTermination(runtime.Dispose);
            return spinner;
        }
        catch
        {
            runtime.Dispose();
            throw;
        }
    }

    private static SpinnerOptions Read(ActorSystem system, Action<SpinnerOptions>? configure)
    {
        SpinnerConfigResult read = SpinnerConfig.Parse(system.Settings.Config, Environment.CurrentDirectory);
        if (read.Options is null)
        {
            throw new SpinnerConfigurationException(read.Errors);
        }

        if (read.Children.Count > 0)
        {
            system.Log.Info(
                "{Count} children in spinner.children are left alone: an embedded Spinner starts what it is asked for by StartChild",
                read.Children.Count);
        }

        configure?.Invoke(read.Options);
        return read.Options;
    }
}
