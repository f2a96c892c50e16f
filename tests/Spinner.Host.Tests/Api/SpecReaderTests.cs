using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spinner.Host.Api;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Host.Tests.Api;

public sealed class SpecReaderTests
{
    /// <summary>Every option, each with a value that is not its default.</summary>
    private static readonly ChildSpec _full = new()
    {
        Name = "a",
        Command = "node",
        Args = ["--port", "{port}"],
        Script = "app.js",
        BaseDirectory = "/app",
        Env = new Dictionary<string, string> { ["A"] = SpecWriter.Hidden },
        ReplaceEnv = true,
        WorkingDirectory = "/tmp",
        LoggerCategory = "My.Child",
        StartTimeout = TimeSpan.FromSeconds(1.5),
        BuildTimeout = TimeSpan.FromMinutes(3),
        Attempts = 7,
        StopTimeout = TimeSpan.Zero,
        StopSignal = StopSignal.User2,
        Monitor = ["src", "app.js"],
        MonitorExclude = ["*.log"],
        Tandem = true,
        TandemTime = TimeSpan.FromMilliseconds(250),
        Listen = ListenMode.Inherit,
        Readiness = ReadinessCheck.Http("/ready") with { Interval = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromSeconds(3) },
        Liveness = LivenessCheck.Exec("check", "me") with
        {
            Interval = TimeSpan.FromSeconds(4),
            Timeout = TimeSpan.FromSeconds(5),
            Failures = 6,
            Successes = 7,
            Grace = TimeSpan.FromSeconds(8),
        },
        Restart = RestartMode.OnFailure,
        SuccessCodes = [0, 3],
        Backoff = TimeSpan.FromSeconds(2),
        BackoffMax = TimeSpan.FromSeconds(90),
        HealthyTime = TimeSpan.FromSeconds(91),
        RestartLimit = 5,
        RestartWindow = TimeSpan.FromSeconds(92),
        MemoryLimit = 512_000_000,
        DependsOn = new Dictionary<string, DependencyCondition> { ["db"] = DependencyCondition.Healthy },
        Stdout = OutputTarget.File("out.log") with { MaxBytes = 1_000_000, MaxFiles = 3 },
        Stderr = OutputTarget.Logger,
        IdleTime = Timeout.InfiniteTimeSpan,
        RestartTolerance = TimeSpan.FromSeconds(93),
        FaultTimeout = TimeSpan.FromTicks(12_345_678),
        PortRange = new PortRange(8000, 8010),
        Endpoint = EndpointKind.Unix,
    };

    public static TheoryData<string> Properties() => [.. OptionsOf(typeof(ChildSpec)).Select(property => property.Name)];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Every_option_survives_the_way_to_JSON_and_back(string property)
    {
        PropertyInfo option = typeof(ChildSpec).GetProperty(property)!;
        Assert.NotNull(option.GetValue(_full));

        ChildSpec back = Read(SpecWriter.Write(_full))!;

        Assert.Equal(Text(option.GetValue(_full)), Text(option.GetValue(back)));
    }

    [Fact]
    public void What_is_written_has_an_option_of_the_reader_for_each_name() =>
        Assert.All(SpecWriter.Write(_full), written => Assert.True(written.Key == "baseDirectory" || SpecOptions.ByName.ContainsKey(written.Key), written.Key));

    public static TheoryData<string> Checks() =>
    [
        """{"readiness":"listen"}""", """{"readiness":"notify"}""", """{"readiness":"none"}""",
        """{"readiness":{"http":"/x?y"}}""", """{"readiness":{"log":"^ready"}}""", """{"readiness":{"exec":["a","b"],"timeout":2}}""",
        """{"liveness":"none"}""", """{"liveness":"tcp"}""", """{"liveness":"watchdog"}""",
        """{"liveness":{"http":"/x"}}""", """{"liveness":{"tcp":true,"grace":0}}""", """{"liveness":{"watchdog":12.5,"successes":2}}""",
        """{"restart":"tolerance"}""", """{"restart":"always"}""", """{"restart":"never"}""", """{"listen":"bind"}""",
        """{"stopSignal":"term"}""", """{"stopSignal":"int"}""", """{"stopSignal":"quit"}""", """{"stopSignal":"hup"}""", """{"stopSignal":"usr1"}""", """{"stopSignal":"kill"}""",
        """{"endpoint":"tcp"}""", """{"endpoint":"none"}""", """{"stdout":"null"}""", """{"stderr":"inherit"}""", """{"stderr":"file:/x y.log"}""",
        """{"dependsOn":{"a b":"started","c":"completed"}}""", """{"env":{}}""", """{"args":[]}""", """{"monitor":[]}""", """{"memoryLimit":0}""",
    ];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Every_word_survives_the_way_from_JSON_and_back(string json)
    {
        JsonObject written = SpecWriter.Write(Read(JsonNode.Parse(json)!.AsObject())!);
        written.Remove("baseDirectory");

        Assert.Equal(json, written.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Theory]
    [InlineData("""{"timeout":1e1}""", 10)]
    [InlineData("""{"timeout":0.25}""", 0.25)]
    [InlineData("""{"timeout":"250 ms"}""", 0.25)]
    [InlineData("""{"startTimeout":"2 min"}""", 120)]
    public void A_time_is_a_number_of_seconds_or_a_text_with_its_unit(string json, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(json)!.StartTimeout);

    [Theory]
    [InlineData("""{"idleTime":-1}""")]
    [InlineData("""{"idleTime":"never"}""")]
    [InlineData("""{"idleTimeSec":-1}""")]
    public void Minus_one_or_never_is_no_idle_time(string json) => Assert.Equal(Timeout.InfiniteTimeSpan, Read(json)!.IdleTime);

    [Fact]
    public void The_idle_time_of_the_specification_is_in_seconds() => Assert.Equal(TimeSpan.FromMinutes(1), Read("""{"idleTimeSec":60}""")!.IdleTime);

    [Fact]
    public void Values_of_an_environment_may_be_numbers_and_switches() =>
        Assert.Equal(
            [("A", "1"), ("B", "true"), ("C", "0.5"), ("D", "null"), ("E", "")],
            Read("""{"env":{"A":1,"B":true,"C":0.50,"D":"null","E":""}}""")!.Env!.Select(pair => (pair.Key, pair.Value)));

    [Theory]
    [InlineData("""{"portRange":"8000-8010"}""")]
    [InlineData("""{"portRange":[8000,8010]}""")]
    public void Ports_are_a_text_or_a_pair(string json) => Assert.Equal(new PortRange(8000, 8010), Read(json)!.PortRange);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":"a"}""")]
    public void A_body_without_an_option_means_the_child_as_it_is_known(string json) => Assert.Null(Read(json));

    [Fact]
    public void Limits_of_files_hold_whatever_their_place_in_the_body() =>
        Assert.Equal(
            OutputTarget.File("x") with { MaxBytes = 2_000_000, MaxFiles = 2 },
            Read("""{"logFiles":2,"logMaxSize":"2 MB","stdout":"file:x"}""")!.Stdout);

    [Fact]
    public void Relative_paths_start_at_the_current_directory_unless_the_body_says_otherwise()
    {
        Assert.Equal("/here", Read("""{"command":"./x"}""")!.BaseDirectory);
        Assert.Equal("/there", Read("""{"command":"./x","baseDirectory":"/there"}""")!.BaseDirectory);
    }

    [Theory]
    [InlineData("""{"command":5}""", "command is not a text.")]
    [InlineData("""{"args":["a",{}]}""", "args is not a list of texts.")]
    [InlineData("""{"args":"a"}""", "args is not a list of texts.")]
    [InlineData("""{"env":["A=1"]}""", "env is not an object of texts.")]
    [InlineData("""{"env":{"A":null}}""", "env \"A\" is not a text.")]
    [InlineData("""{"timeout":true}""", "timeout is not a number of seconds, or a text such as \"30s\".")]
    [InlineData("""{"timeout":1e300}""", "timeout 922337203685.4776 s is out of range: give more than 0 s and at most 1 d.")]
    [InlineData("""{"memoryLimit":[]}""", "memoryLimit is not a number of bytes, or a text such as \"512 MB\".")]
    [InlineData("""{"attempts":1.5}""", "attempts \"1.5\" is not understood: give a whole number.")]
    [InlineData("""{"portRange":[1]}""", "portRange is not a text such as \"7000-7999\", or a list of the lowest and the highest port.")]
    [InlineData("""{"liveness":7}""", "liveness is not a text or an object.")]
    [InlineData("""{"liveness":{"http":"/","tcp":true}}""", "liveness has http and tcp: give one of them, and set to null what another file gives.")]
    [InlineData("""{"onDemand":true}""", "\"onDemand\" is no option of a child.")]
    [InlineData("""{"Command":"x"}""", "\"Command\" is no option of a child; did you mean \"command\"?")]
    [InlineData("""{"name":"b"}""", "name is another one than \"a\" in the path: leave it out.")]
    [InlineData("""{"monitorExclude":[""],"x":1}""", "monitorExclude[0] is empty: give a value, or leave the entry out.")]
    public void What_is_wrong_is_told_in_the_names_of_the_body(string json, string error)
    {
        // What the reading finds nothing wrong with is judged by the start itself; a second error has it judged here.
        JsonObject body = JsonNode.Parse(json)!.AsObject();
        body["unknown"] = 1;

        Assert.Contains(error, Assert.Throws<ProblemException>(() => Read(body)).Problem.Errors!);
    }

    [Fact]
    public void A_secret_is_in_no_error()
    {
        ProblemException refusal = Assert.Throws<ProblemException>(() => Read("""{"env":{"A":["hush"],"B":"hush\u0000","=":"hush"},"unknown":1}"""));

        Assert.Equal(4, refusal.Problem.Errors!.Count);
        Assert.DoesNotContain("hush", string.Concat(refusal.Problem.Errors, refusal.Problem.Detail), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stop-timeout 10 d is out of range (spinner.max-stop-timeout).", "stopTimeout 10 d is out of range (spinner.max-stop-timeout).")]
    [InlineData("cwd \"stop-timeout\" is no folder, nor 'idle-time'.", "cwd \"stop-timeout\" is no folder, nor 'idle-time'.")]
    [InlineData("base directory \"a \\\" b\" and port-range.", "baseDirectory \"a \\\" b\" and portRange.")]
    [InlineData("a well-known thing", "a well-known thing")]
    public void Sentences_about_keys_become_sentences_about_names(string sentence, string expected) =>
        Assert.Equal(expected, SpecOptions.InNamesOfBody(sentence));

    private static ChildSpec? Read(string json) => Read(JsonNode.Parse(json)!.AsObject());

    private static ChildSpec? Read(JsonObject body) =>
        SpecReader.Read("a", JsonDocument.Parse(body.ToJsonString()).RootElement, "/here", SpinnerDefaults.MaxStopTimeout);

    private static IEnumerable<PropertyInfo> OptionsOf(Type type) =>
        type.GetProperties().Where(property => property.CanWrite && property.Name != nameof(ChildSpec.Name));

    private static string Text(object? value) => value is IEnumerable list and not string ? string.Join(", ", list.Cast<object>()) : $"{value}";
}
