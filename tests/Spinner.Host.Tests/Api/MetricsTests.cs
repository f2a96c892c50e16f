using System.Text.RegularExpressions;
using Xunit;

namespace Spinner.Host.Tests.Api;

[Collection(ApiTests.Name)]
public sealed partial class MetricsTests(ApiHost host)
{
    [Fact]
    public async Task Metrics_tell_what_became_of_a_child_before_anybody_asked()
    {
        string name = host.NewName("measured");
        await host.Started(name, ApiHost.Spec("serve", "--banner", "0123456789"));
        await host.Post(ApiHost.PathOf(name, "restart"));
        string other = host.NewName("failed");
        await host.Start(other, ApiHost.Spec("exit-at-once", "42"));

        Answer answer = await host.Get("/metrics");
        Assert.Equal("text/plain", answer.Type);
        double Value(string metric, params string[] labels) => ValueOf(answer.Text, metric, labels);

        Assert.Equal(1, Value("spinner_child_starts_total", $"child=\"{name}\""));
        Assert.Equal(1, Value("spinner_child_restarts_total", $"child=\"{name}\""));
        Assert.Equal(1, Value("spinner_child_exits_total", $"child=\"{name}\"", "kind=\"signal\"", "reason=\"SIGTERM\""));
        Assert.Equal(1, Value("spinner_child_exits_total", $"child=\"{other}\"", "kind=\"code\"", "reason=\"42\""));
        Assert.Equal(2, Value("spinner_child_start_duration_seconds_count", $"child=\"{name}\""));
        Assert.InRange(Value("spinner_child_start_duration_seconds_sum", $"child=\"{name}\""), 0.001, 60);
        Assert.InRange(Value("spinner_child_cpu_time_seconds_total", $"child=\"{name}\""), 0, 60);
        Assert.InRange(Value("spinner_child_memory_bytes", $"child=\"{name}\""), 1_000_000, 1_000_000_000);
        Assert.Equal(1, Value("spinner_child_processes", $"child=\"{name}\""));
        Assert.InRange(Value("spinner_child_output_bytes_total", $"child=\"{name}\""), 22, 200);
        Assert.Equal(0, Value("spinner_child_output_dropped_total", $"child=\"{name}\""));
        Assert.InRange(Value("spinner_children", "state=\"started\""), 1, 1000);
        Assert.InRange(Value("spinner_children", "state=\"stopped\""), 1, 1000);
        Assert.InRange(Value("spinner_ports_used"), 1, 1000);

        await host.Send(HttpMethod.Delete, ApiHost.PathOf(name));
        Assert.DoesNotContain($"spinner_child_starts_total{{otel_scope_name=\"Spinner\",child=\"{name}\"}}", (await host.Get("/metrics")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_at_the_host_names_no_child_twice()
    {
        string text = (await host.Get("/metrics")).Text;
        string[] series = [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line[..line.LastIndexOf(' ')])];

        Assert.Equal(series.Length, series.Distinct().Count());
    }

    private static double ValueOf(string text, string metric, string[] labels) => text.Split('\n')
        .Where(line => Name().Match(line).Value == metric && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Select(line => double.Parse(line.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture))
        .Single();

    [GeneratedRegex("^[a-z_]+")]
    private static partial Regex Name();
}
