using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Spinner.Cli.Contract;

namespace Spinner.Host.Api;

/// <summary>Opens the control API of a host, where it has one.</summary>
internal static class ApiHosting
{
    public static void AddApi(this WebApplicationBuilder builder, HostPlan plan)
    {
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractJson.Default));
        if (plan.Socket is not { } socket)
        {
            builder.Services.AddSingleton<IServer, NoServer>();
            return;
        }

        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenUnixSocket(socket);
        });
    }

    public static void MapApi(this WebApplication app)
    {
        app.UseRouting();
        ChildEndpoints.Map(app);
    }
}
