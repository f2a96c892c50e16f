using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spinner.Host.Metrics;

namespace Spinner.Host.Api;

/// <summary><c>GET /metrics</c>, as Prometheus reads them.</summary>
internal sealed class MetricsEndpoint
{
    private readonly SpinnerMetrics _metrics;
    private readonly Waiting _waiting;
    private readonly Lazy<RequestDelegate> _scrape;

    public MetricsEndpoint(IServiceProvider services, MetricsProvider provider, SpinnerMetrics metrics, Waiting waiting)
    {
        (_metrics, _waiting) = (metrics, waiting);
        _scrape = new Lazy<RequestDelegate>(() => new ApplicationBuilder(services)
            .UseOpenTelemetryPrometheusScrapingEndpoint(provider.Provider, _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
            .Build());
    }

    public void Map(IEndpointRouteBuilder app) => app.MapMethods("/metrics", Methods.Get, Scrape);

    private async Task Scrape(HttpContext context)
    {
        _ = new Query(context);

        // In this order: times of starts that were kept go to who listens by then.
        RequestDelegate scrape = _scrape.Value;
        await _waiting.For(context, Refresh()).ConfigureAwait(false);
        await scrape(context).ConfigureAwait(false);

        async Task<bool> Refresh()
        {
            await _metrics.RefreshAsync().ConfigureAwait(false);
            return true;
        }
    }
}
