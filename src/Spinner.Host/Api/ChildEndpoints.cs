using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spinner.Cli.Contract;
using Spinner.Hosting;

namespace Spinner.Host.Api;

/// <summary>Children: what they are and what they are told to do.</summary>
internal static class ChildEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", () => Results.Text("ok\n"));
        app.MapGet(Routes.Children, async (SpinnerClient spinner, CancellationToken cancel) =>
            Results.Json(new ChildListView([.. (await spinner.ListAsync(cancel).ConfigureAwait(false)).Select(Views.Of)]), ContractJson.Default.ChildListView));
    }
}
