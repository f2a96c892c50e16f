using System.Reflection;
using Spinner.Configuration;
using Spinner.Policies;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Conformance.Tests;

/// <summary>A default is a constant, a property, and a commented key of reference.conf: here the three are held together.</summary>
public sealed class ReferenceConfTests
{
    private static readonly string[] _lines = ReadLines();

    private static readonly SpinnerOptions _read = SpinnerConfig.Parse(SpinnerConfig.Reference, "/conf").Options!;

    /// <summary>The property each key sets.</summary>
    private static readonly Dictionary<string, string> _properties = new()
    {
        ["process.launcher"] = nameof(SpinnerOptions.Launcher),
        ["max-stop-timeout"] = nameof(SpinnerOptions.MaxStopTimeout),
        ["kill-timeout"] = nameof(SpinnerOptions.KillTimeout),
        ["max-waiters"] = nameof(SpinnerOptions.MaxWaiters),
        ["tail.lines"] = nameof(SpinnerOptions.TailLines),
        ["tail.line-length"] = nameof(SpinnerOptions.TailLineLength),
        ["output.ring-lines"] = nameof(SpinnerOptions.RingLines),
        ["ports.rest"] = nameof(SpinnerOptions.PortRest),
        ["runtime-folder"] = nameof(SpinnerOptions.RuntimeFolder),
        ["bind-address"] = nameof(SpinnerOptions.BindAddress),
        ["run-file"] = nameof(SpinnerOptions.RunFile),
        ["defaults"] = nameof(SpinnerOptions.Defaults),
    };

    [Fact]
    public void Every_key_of_the_reference_is_read_and_every_key_that_is_read_is_in_the_reference()
    {
        HoconSection spinner = (HoconSection)HoconNode.From(SpinnerConfig.Reference).Items[ConfigKeys.Root];
        IEnumerable<string> known = ConfigKeys.OfOptions.Keys
            .Concat(ConfigKeys.OfSpecs.Keys.Concat(ConfigKeys.OfFiles.Keys).Where(key => key != "timeout").Select(key => $"defaults.{key}"))
            .Append(ConfigKeys.Children);

        Assert.Equal(known.Order(StringComparer.Ordinal), Leaves("", spinner).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_property_of_the_options_has_a_key()
    {
        IEnumerable<string> properties = typeof(SpinnerOptions).GetProperties().Select(property => property.Name)
            .Except([nameof(SpinnerOptions.InheritedOutput)]); // code only

        Assert.Equal(properties.Order(StringComparer.Ordinal), _properties.Values.Order(StringComparer.Ordinal));
        Assert.Equal(ConfigKeys.OfOptions.Keys.Order(StringComparer.Ordinal), _properties.Keys.Except(["defaults"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_default_of_the_options_is_the_one_in_code()
    {
        SpinnerOptions fresh = new();
        foreach (PropertyInfo property in typeof(SpinnerOptions).GetProperties().Where(p => p.Name != nameof(SpinnerOptions.Defaults)))
        {
            Assert.Equal((property.Name, property.GetValue(fresh)), (property.Name, property.GetValue(_read)));
        }
    }

    [Fact]
    public void Every_default_of_a_child_is_the_one_of_the_specification()
    {
        ChildSpec expected = new()
        {
            Name = "defaults",
            BaseDirectory = "/conf",
            Env = new Dictionary<string, string>(),
            ReplaceEnv = false,
            LoggerCategory = SpinnerDefaults.LoggerCategory,
            StartTimeout = SpinnerDefaults.StartTimeout,
            BuildTimeout = SpinnerDefaults.BuildTimeout,
            Attempts = SpinnerDefaults.Attempts,
            StopTimeout = SpinnerDefaults.StopTimeout,
            StopSignal = StopSignal.Terminate,
            Stdout = OutputTarget.Null,
            Stderr = OutputTarget.Null,
            IdleTime = SpinnerDefaults.IdleTime,
            RestartTolerance = SpinnerDefaults.RestartTolerance,
            FaultTimeout = SpinnerDefaults.FaultTimeout,
            PortRange = SpinnerDefaults.PortRange,
            Monitor = [],
            MonitorExclude = [],
            Tandem = false,
            TandemTime = SpinnerDefaults.TandemTime,
            Listen = ListenMode.Bind,
            Liveness = LivenessCheck.None,
            Restart = RestartMode.Tolerance,
            SuccessCodes = [0],
            Backoff = SpinnerDefaults.Backoff,
            BackoffMax = SpinnerDefaults.BackoffMax,
            HealthyTime = SpinnerDefaults.HealthyTime,
            RestartLimit = SpinnerDefaults.RestartLimit,
            RestartWindow = SpinnerDefaults.RestartWindow,
            MemoryLimit = SpinnerDefaults.MemoryLimit,
        };

        Assert.True(_read.Defaults.IsSameAs(expected), _read.Defaults.ToString());
    }

    [Fact]
    public void The_parts_of_checks_have_the_defaults_in_code()
    {
        string readiness = CommentOf("readiness");
        Assert.Contains($"default {Limits.Text(SpinnerDefaults.ReadinessInterval)}), and timeout", readiness, StringComparison.Ordinal);
        Assert.Contains($"at most 1 h, default {Limits.Text(SpinnerDefaults.CheckTimeout)}", readiness, StringComparison.Ordinal);

        string liveness = CommentOf("liveness");
        Assert.Contains($"at most 1 d, default {Limits.Text(SpinnerDefaults.WatchdogTimeout)}", liveness, StringComparison.Ordinal);
        Assert.Contains($"default {Limits.Text(SpinnerDefaults.LivenessInterval)}), timeout", liveness, StringComparison.Ordinal);
        Assert.Contains($"default {Limits.Text(SpinnerDefaults.CheckTimeout)}), failures", liveness, StringComparison.Ordinal);
        Assert.Contains($"restarted (1-1000, default {SpinnerDefaults.LivenessFailures})", liveness, StringComparison.Ordinal);
        Assert.Contains($"healthy (1-1000, default {SpinnerDefaults.LivenessSuccesses})", liveness, StringComparison.Ordinal);
        Assert.Contains($"(0 s to 1 d, default {Limits.Text(SpinnerDefaults.LivenessGrace)})", liveness, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_output_has_the_defaults_in_code()
    {
        const string Child = """spinner.children.web { command = "app", stdout = "file:a.log" }""";
        OutputTarget? target = SpinnerConfig.ParseText(Child, "/conf").Children[0].Spec.Stdout;

        Assert.Equal(OutputTarget.File("a.log") with { MaxBytes = SpinnerDefaults.LogMaxBytes, MaxFiles = SpinnerDefaults.LogMaxFiles }, target);
    }

    [Fact]
    public void Every_key_has_a_comment_above_it()
    {
        for (int i = 1; i < _lines.Length; i++)
        {
            // A second key of one comment (stdout, stderr) follows the first one directly.
            bool isKey = _lines[i].Length > 0 && !_lines[i].StartsWith('#') && _lines[i] is not ("}" or "spinner {");
            bool explained = _lines[i - 1].StartsWith('#') || _lines[i].StartsWith("stderr", StringComparison.Ordinal);
            Assert.True(!isKey || explained, $"No comment above: {_lines[i]}");
        }
    }

    /// <summary>The comment above a key, as one line.</summary>
    private static string CommentOf(string key)
    {
        int at = Array.FindIndex(_lines, line => line.StartsWith($"{key} =", StringComparison.Ordinal));
        return string.Join(' ', _lines[..at].Reverse().TakeWhile(line => line.StartsWith('#')).Reverse().Select(line => line.TrimStart('#', ' ')));
    }

    private static IEnumerable<string> Leaves(string prefix, HoconSection section) =>
        section.Items.SelectMany(item => item.Value is HoconSection { Items.Count: > 0 } group
            ? Leaves($"{prefix}{item.Key}.", group)
            : [prefix + item.Key]);

    private static string[] ReadLines()
    {
        using Stream stream = typeof(SpinnerConfig).Assembly.GetManifestResourceStream("Spinner.reference.conf")!;
        using StreamReader reader = new(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.Trim())];
    }
}
