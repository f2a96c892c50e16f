using Spinner.Policies;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

/// <summary>Workers: how endpoint, readiness, liveness and listening go together.</summary>
public sealed class EndpointMergeTests
{
    private const EndpointKind Tcp = EndpointKind.Tcp;
    private const EndpointKind Unix = EndpointKind.Unix;
    private const EndpointKind None = EndpointKind.None;

    public static TheoryData<EndpointKind?, ReadinessKind?, EndpointKind?, ReadinessKind?, EndpointKind, ReadinessKind> Merges => new()
    {
        // the spec's endpoint and readiness, those of the defaults, the plan's
        { null, null, null, null, Tcp, ReadinessKind.Listen },
        { null, ReadinessKind.None, null, null, None, ReadinessKind.None },
        { null, ReadinessKind.None, Unix, ReadinessKind.Listen, None, ReadinessKind.None },
        { Tcp, ReadinessKind.None, null, null, Tcp, ReadinessKind.None },
        { None, null, null, null, None, ReadinessKind.None },
        { None, null, Tcp, ReadinessKind.Http, None, ReadinessKind.None },
        { None, null, null, ReadinessKind.Notify, None, ReadinessKind.Notify },
        { None, ReadinessKind.Notify, null, null, None, ReadinessKind.Notify },
        { null, ReadinessKind.Notify, null, null, Tcp, ReadinessKind.Notify },
        { null, null, null, ReadinessKind.None, None, ReadinessKind.None },
        { null, null, Unix, ReadinessKind.None, Unix, ReadinessKind.None },
        { null, null, None, null, None, ReadinessKind.None },
        { null, null, None, ReadinessKind.Listen, None, ReadinessKind.None },
        { null, ReadinessKind.Listen, null, ReadinessKind.None, Tcp, ReadinessKind.Listen },
        { Unix, null, null, ReadinessKind.None, Unix, ReadinessKind.None },
        { Tcp, null, None, null, Tcp, ReadinessKind.Listen },
    };

    [Theory]
    [MemberData(nameof(Merges))]
    public void No_readiness_and_no_endpoint_imply_each_other(
        EndpointKind? endpoint,
        ReadinessKind? readiness,
        EndpointKind? defaultEndpoint,
        ReadinessKind? defaultReadiness,
        EndpointKind expectedEndpoint,
        ReadinessKind expectedReadiness)
    {
        ChildPlan plan = Plans.Of(
            Plans.Spec with { Endpoint = endpoint, Readiness = Check(readiness) },
            Plans.NoDefaults with { Endpoint = defaultEndpoint, Readiness = Check(defaultReadiness) });

        Assert.Equal((expectedEndpoint, expectedReadiness), (plan.Endpoint, plan.Readiness.Kind));
    }

    [Fact]
    public void Defaults_that_need_an_endpoint_give_way_for_a_worker()
    {
        ChildPlan plan = Plans.Of(
            Plans.Spec with { Endpoint = None }, Plans.NoDefaults with { Listen = ListenMode.Inherit, Liveness = LivenessCheck.Tcp });

        Assert.Equal((ListenMode.Bind, LivenessCheck.None), (plan.Listen, plan.Liveness));
    }

    [Fact]
    public void Defaults_that_need_no_endpoint_hold_for_a_worker_too()
    {
        ChildPlan plan = Plans.Of(
            Plans.Spec with { Endpoint = None }, Plans.NoDefaults with { Liveness = LivenessCheck.Watchdog(TimeSpan.FromSeconds(3)) });

        Assert.Equal((LivenessKind.Watchdog, TimeSpan.FromSeconds(3)), (plan.Liveness.Kind, plan.Liveness.Timeout));
    }

    [Fact]
    public void A_worker_that_is_asked_to_listen_is_refused()
    {
        ChildSpec worker = Plans.Spec with { Endpoint = None };

        Assert.StartsWith("readiness listen needs an endpoint", Plans.Error(worker with { Readiness = ReadinessCheck.Listen }), StringComparison.Ordinal);
        Assert.StartsWith("readiness http needs an endpoint", Plans.Error(worker with { Readiness = ReadinessCheck.Http("/") }), StringComparison.Ordinal);
        Assert.StartsWith("liveness http needs an endpoint", Plans.Error(worker with { Liveness = LivenessCheck.Http("/") }), StringComparison.Ordinal);
        Assert.StartsWith("liveness tcp needs an endpoint", Plans.Error(worker with { Liveness = LivenessCheck.Tcp }), StringComparison.Ordinal);
        Assert.StartsWith("listen inherit needs an endpoint", Plans.Error(worker with { Listen = ListenMode.Inherit }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_by_its_readiness_is_refused_a_liveness_that_connects() =>
        Assert.StartsWith(
            "liveness tcp needs an endpoint",
            Plans.Error(Plans.Spec with { Readiness = ReadinessCheck.None, Liveness = LivenessCheck.Tcp }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(ReadinessKind.Listen, false)]
    [InlineData(ReadinessKind.Http, false)]
    [InlineData(ReadinessKind.None, false)]
    [InlineData(ReadinessKind.LogLine, true)]
    [InlineData(ReadinessKind.Notify, true)]
    [InlineData(ReadinessKind.Exec, true)]
    public void In_tandem_on_one_socket_only_the_new_run_itself_can_tell_that_it_is_ready(ReadinessKind kind, bool isFine)
    {
        ChildSpec spec = Plans.Spec with { Endpoint = Tcp, Tandem = true, Listen = ListenMode.Inherit, Readiness = Check(kind) };

        IReadOnlyList<string> errors = Plans.Resolve(spec).Errors;

        Assert.Equal(isFine, errors.Count == 0);
        Assert.All(errors, error => Assert.StartsWith("tandem with listen inherit does not go with readiness", error, StringComparison.Ordinal));
        Assert.Empty(Plans.Resolve(spec with { Tandem = false }).Errors);
        Assert.Empty(Plans.Resolve(spec with { Listen = ListenMode.Bind }).Errors);
    }

    [Theory]
    [InlineData(EndpointKind.Unix)]
    [InlineData(EndpointKind.None)]
    public void Tandem_goes_with_sockets_and_workers(EndpointKind endpoint) =>
        Assert.True(Plans.Of(Plans.Spec with { Endpoint = endpoint, Tandem = true }).Tandem);

    private static ReadinessCheck? Check(ReadinessKind? kind) => kind switch
    {
        null => null,
        ReadinessKind.LogLine => ReadinessCheck.LogLine("ready"),
        ReadinessKind.Exec => ReadinessCheck.Exec("sh"),
        { } other => new ReadinessCheck(other),
    };
}
