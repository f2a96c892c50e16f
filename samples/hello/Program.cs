// A web program as Spinner expects one: it listens on the port it finds in PORT.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT") ?? "5000"}");
WebApplication app = builder.Build();
app.MapGet("/", () => $"Hello from process {Environment.ProcessId}\n");
app.Run();
