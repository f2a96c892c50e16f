// A web program that serves on the socket it is handed (LISTEN_FDS, LISTEN_PID), with nothing but what ASP.NET Core brings for systemd.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.UseSystemd());
WebApplication app = builder.Build();
app.MapGet("/", () => $"ok {Environment.ProcessId}");
app.Run();
