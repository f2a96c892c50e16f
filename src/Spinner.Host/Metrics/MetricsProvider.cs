using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Spinner.Host.Upkeep;

namespace Spinner.Host.Metrics;

/// <summary>OpenTelemetry, built when the first one asks for metrics: a start of the host does not wait for it.</summary>
internal sealed class MetricsProvider(HostPlan plan, IHostControl host, SpinnerMetrics metrics) : BackgroundService
{
    private readonly Lock _gate = new();
    private MeterProvider? _provider;

    public MeterProvider Provider
    {
        get
        {
            lock (_gate)
                return _provider ??= Build();
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        lock (_gate)
            _provider?.Dispose();
        metrics.Dispose();
    }

    /// <summary>Where metrics are sent by themselves, somebody has to begin.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (plan.OtlpEndpoint is null)
            return;
        _ = Provider;
        await metrics.RefreshAsync(stoppingToken).ConfigureAwait(false);
    }

    private MeterProvider Build()
    {
        MeterProviderBuilder builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("spinner", serviceVersion: host.Info().Version, serviceInstanceId: host.Info().Instance))
            .AddMeter(SpinnerMetrics.MeterName)
            .AddPrometheusExporter(exporter => exporter.ScrapeResponseCacheDurationMilliseconds = 0);
        if (plan.OtlpEndpoint is { } endpoint)
        {
            builder.AddOtlpExporter(exporter =>
            {
                exporter.Endpoint = endpoint;
                exporter.Protocol = endpoint.AbsolutePath.Length > 1 ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
            });
        }

        return builder.Build();
    }
}

/// <summary>Adds the metrics of a host.</summary>
internal static class MetricsServices
{
    public static void AddSpinnerMetrics(this IServiceCollection services, HostPlan plan)
    {
        services.AddSingleton<SpinnerMetrics>();
        services.AddSingleton<MetricsProvider>();
        if (plan.OtlpEndpoint is not null)
            services.AddHostedService(provider => provider.GetRequiredService<MetricsProvider>());
    }
}
