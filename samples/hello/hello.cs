#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false

// A web program as Spinner expects one: it listens on the port it finds in PORT.
string greeting = Environment.GetEnvironmentVariable("GREETING") ?? "Hello";
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT") ?? "5000"}");
WebApplication app = builder.Build();
app.MapGet("/", () => $"{greeting} from process {Environment.ProcessId}\n");
app.Run();
