using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Spinner.Host.Metrics;
using Spinner.Host.Upkeep;

namespace Spinner.Host.Api;

/// <summary>Opens the control API of a host, where it has one.</summary>
internal static class ApiHosting
{
    /// <exception cref="ApiStartException">It cannot be opened as it is configured.</exception>
    public static void AddApi(this WebApplicationBuilder builder, HostPlan plan)
    {
        IServiceCollection services = builder.Services;
        services.AddRoutingCore();
        if (plan is { Instance: null, Tcp: null })
        {
            // Kestrel without an address of ours would open one of its own choice.
            services.AddSingleton<IServer, NoServer>();
            return;
        }

        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IHostLife>(plan.Run);
        services.AddSingleton(plan.Tcp is null ? ApiToken.None() : ApiToken.FromFile(plan.Tcp.TokenFile));
        services.AddSingleton<Waiting>();
        services.AddSingleton<UsageMeter>();
        services.AddSingleton<EventLog>();
        services.AddHostedService(provider => provider.GetRequiredService<EventLog>());
        services.AddSpinnerMetrics(plan);
        ApiServer.Add(builder.WebHost, plan);
    }

    public static void MapApi(this WebApplication app)
    {
        HostPlan plan = app.Services.GetRequiredService<HostPlan>();
        if (plan is { Instance: null, Tcp: null })
            return;
        ProblemMiddleware problems = Make<ProblemMiddleware>();
        AccessMiddleware access = Make<AccessMiddleware>();
        app.Use(next => context => problems.Invoke(context, next));
        app.Use(next => context => access.Invoke(context, next));
        app.Use(next => context => RawPath.Invoke(context, next));
        app.UseRouting();
        Make<HostEndpoints>().Map(app);
        Make<ChildEndpoints>().Map(app);
        Make<EventEndpoint>().Map(app);
        Make<LogEndpoint>().Map(app);
        OpenApi.Map(app);
        Make<MetricsEndpoint>().Map(app);

        T Make<T>() => ActivatorUtilities.CreateInstance<T>(app.Services);
    }
}
