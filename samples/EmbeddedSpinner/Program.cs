using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spinner.Hosting;
using Spinner.Protocol;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddAkka("embedded", akka => akka.WithSpinner());
builder.Services.AddSingleton<SpinnerClient>();
using IHost host = builder.Build();
await host.StartAsync();

ChildSpec server = new() { Name = "files", Command = "python3", Args = ["-m", "http.server", "--bind", "127.0.0.1", "{port}"] };
StartResult result = await host.Services.GetRequiredService<SpinnerClient>().StartAsync(server);
Console.WriteLine(result switch
{
    StartSucceeded started => $"{started.Name} listens on {started.Endpoint.Url} (Ctrl-C stops it)",
    StartFailed failed => $"{failed.Name} did not start: {failed.Message}",
    _ => "",
});
await host.WaitForShutdownAsync();
