using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Remoting;

if (args is not [var address, var name, var folder])
{
    Console.Error.WriteLine("RemoteCaller ADDRESS CHILD FOLDER, such as: RemoteCaller akka.ssl.tcp://spinner@127.0.0.1:7978 web . (docs/remote.md makes the files in it)");
    return 64;
}

HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
builder.Services.AddAkka("caller", akka => akka
    .ConfigureLoggers(loggers => loggers.LogLevel = Akka.Event.LogLevel.ErrorLevel)
    .WithSpinnerRemoting(options =>
    {
        // It only calls: nobody asks anything of it, and any port will do.
        (options.Serve, options.Port) = (false, 0);
        options.CertificateFile = Path.Combine(folder, "caller.pem");
        options.KeyFile = Path.Combine(folder, "caller.key");
        options.AuthorityFiles.Add(Path.Combine(folder, "authority.pem"));
    }));
using IHost host = builder.Build();
await host.StartAsync();
SpinnerClient spinner = SpinnerClient.Remote(host.Services.GetRequiredService<ActorSystem>(), address);
CancellationToken end = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
try
{
    Console.WriteLine(await spinner.StartAsync(name, end) switch
    {
        StartSucceeded started => $"{started.Name} listens on {started.Endpoint.Url}",
        StartFailed failed => $"{failed.Name} did not start: {failed.Message}",
        _ => "",
    });
    await foreach (ChildEvent fact in spinner.WatchAsync(end))
        Console.WriteLine($"{fact.At:HH:mm:ss} {fact.Name}: {fact.GetType().Name}");
}
catch (OperationCanceledException)
{
    // Ctrl-C; the child goes on.
}
catch (SpinnerUnreachableException gone)
{
    // Whether it has done what was asked for last is not known.
    Console.Error.WriteLine(gone.Message);
    return 69;
}

await host.StopAsync();
return 0;
