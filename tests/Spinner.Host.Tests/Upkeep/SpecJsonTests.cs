using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Spinner.Host.Upkeep;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Host.Tests.Upkeep;

public sealed class SpecJsonTests
{
    /// <summary>A spec in which every option says something.</summary>
    private static readonly ChildSpec _full = new()
    {
        Name = "./full web\nname",
        Command = "node",
        Args = ["a b", "{port}", ""],
        Script = "app.js",
        BaseDirectory = "/srv/app",
        Env = new Dictionary<string, string> { ["SECRET"] = "sesame\u0001\"é", ["EMPTY"] = "" },
        ReplaceEnv = true,
        WorkingDirectory = "/srv",
        LoggerCategory = "My.Web",
        StartTimeout = TimeSpan.FromTicks(12_345_678_901),
        BuildTimeout = TimeSpan.FromSeconds(7),
        Attempts = 4,
        StopTimeout = TimeSpan.Zero,
        StopSignal = StopSignal.User2,
        Monitor = ["src/**/*.js"],
        MonitorExclude = ["*.log"],
        Tandem = true,
        TandemTime = TimeSpan.FromMilliseconds(1),
        Listen = ListenMode.Inherit,
        Readiness = new ReadinessCheck(ReadinessKind.LogLine)
        {
            Path = "/ready", Pattern = "^up\\b", Command = ["check", "x"], Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(2),
        },
        Liveness = new LivenessCheck(LivenessKind.Watchdog)
        {
            Path = "/live",
            Command = ["check"],
            Interval = TimeSpan.FromSeconds(3),
            Timeout = TimeSpan.FromSeconds(4),
            Failures = 5,
            Successes = 6,
            Grace = TimeSpan.FromSeconds(7),
        },
        Restart = RestartMode.OnFailure,
        SuccessCodes = [0, 143],
        Backoff = TimeSpan.FromSeconds(2),
        BackoffMax = TimeSpan.FromDays(2),
        HealthyTime = TimeSpan.FromSeconds(9),
        RestartLimit = 8,
        RestartWindow = TimeSpan.FromSeconds(10),
        MemoryLimit = long.MaxValue,
        DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Healthy, ["migrate"] = DependencyCondition.Completed },
        Stdout = OutputTarget.File("out.log") with { MaxBytes = 65_000, MaxFiles = 3 },
        Stderr = OutputTarget.Logger,
        IdleTime = Timeout.InfiniteTimeSpan,
        RestartTolerance = TimeSpan.FromSeconds(11),
        FaultTimeout = TimeSpan.FromSeconds(12),
        PortRange = new PortRange(8000, 8010),
        Endpoint = EndpointKind.Unix,
    };

    [Fact]
    public void Every_option_of_a_spec_and_of_its_parts_is_in_the_sample()
    {
        foreach (object part in new object[] { _full, _full.Readiness!, _full.Liveness!, _full.Stdout!, _full.PortRange! })
        {
            foreach (PropertyInfo property in Options(part.GetType()))
                Assert.True(property.GetValue(part) is not null, $"{part.GetType().Name}.{property.Name} is new: give it a value here, and a place in the file.");
        }
    }

    [Fact]
    public void A_spec_with_every_option_comes_back_the_same()
    {
        ChildSpec read = RoundTrip(_full);

        // One by one, so that the first that differs is named.
        foreach (PropertyInfo property in Options(typeof(ChildSpec)))
            Assert.True(AreSame(property.GetValue(_full), property.GetValue(read)), $"{property.Name} does not come back the same.");
        Assert.True(read.IsSameAs(_full));
    }

    [Fact]
    public void A_bare_spec_stays_bare()
    {
        Assert.True(RoundTrip(new ChildSpec { Name = "web" }).IsBare);
    }

    [Fact]
    public void Nothing_is_another_thing_than_an_empty_list()
    {
        ChildSpec empty = new() { Name = "web", Args = [], Env = new Dictionary<string, string>(), Monitor = [], SuccessCodes = [] };

        ChildSpec read = RoundTrip(empty);

        Assert.True(read.IsSameAs(empty));
        Assert.Empty(read.Args!);
        Assert.Null(read.MonitorExclude);
    }

    [Theory]
    [InlineData(typeof(StopSignal))]
    [InlineData(typeof(RestartMode))]
    [InlineData(typeof(ListenMode))]
    [InlineData(typeof(EndpointKind))]
    [InlineData(typeof(OutputTargetKind))]
    public void Every_value_of_a_choice_comes_back(Type choice)
    {
        foreach (object value in Enum.GetValues(choice))
        {
            ChildSpec spec = value switch
            {
                StopSignal signal => new ChildSpec { Name = "web", StopSignal = signal },
                RestartMode mode => new ChildSpec { Name = "web", Restart = mode },
                ListenMode listen => new ChildSpec { Name = "web", Listen = listen },
                EndpointKind endpoint => new ChildSpec { Name = "web", Endpoint = endpoint },
                _ => new ChildSpec { Name = "web", Stdout = new OutputTarget((OutputTargetKind)value, "x") },
            };
            Assert.True(RoundTrip(spec).IsSameAs(spec), $"{value}");
        }
    }

    [Fact]
    public void The_file_speaks_the_names_of_the_control_API()
    {
        string text = System.Text.Encoding.UTF8.GetString(StateText.Write(StateOf(_full)));

        Assert.Contains("\"stopSignal\": \"user2\"", text, StringComparison.Ordinal);
        Assert.Contains("\"startTimeout\": 1234.5678901", text, StringComparison.Ordinal);
        Assert.Contains("\"idleTime\": -1", text, StringComparison.Ordinal);
        Assert.Contains("\"wanted\": \"stopped\"", text, StringComparison.Ordinal);
    }

    private static DesiredState StateOf(ChildSpec spec) => DesiredState.Empty.With(spec.Name, new DesiredChild(spec, Wanted.Stopped, FromFile: true));

    private static ChildSpec RoundTrip(ChildSpec spec)
    {
        DesiredState? read = StateText.Read(StateText.Write(StateOf(spec)), out string? error, out _);
        Assert.Null(error);
        (string name, DesiredChild child) = Assert.Single(read!.Children);
        Assert.Equal((spec.Name.Value, Wanted.Stopped, true), (name, child.Wanted, child.FromFile));
        return child.Spec!;
    }

    private static IEnumerable<PropertyInfo> Options(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static bool AreSame(object? one, object? other) => (one, other) switch
    {
        (IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) => a.ToImmutableSortedDictionary().SequenceEqual(b.ToImmutableSortedDictionary()),
        (IReadOnlyDictionary<string, DependencyCondition> a, IReadOnlyDictionary<string, DependencyCondition> b) =>
            a.ToImmutableSortedDictionary().SequenceEqual(b.ToImmutableSortedDictionary()),
        (string a, string b) => a == b,
        (IEnumerable a, IEnumerable b) => a.Cast<object>().SequenceEqual(b.Cast<object>()),
        _ => Equals(one, other),
    };
}
