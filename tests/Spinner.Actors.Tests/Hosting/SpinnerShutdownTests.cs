using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Spinner.Configuration;
using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Supervision;
using Xunit;

namespace Spinner.Actors.Tests.Hosting;

public sealed class SpinnerShutdownTests : TestKit
{
    private const string ServiceStop = "akka.coordinated-shutdown.phases.service-stop.timeout";

    private static readonly TimeSpan _generous = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_shutdown_waits_until_all_children_are_stopped()
    {
        Task stopping = SpinnerShutdown.StopChildren(TestActor, _generous, Sys.Log);
        _ = ExpectMsg<ShutDown>(_generous);
        Assert.False(stopping.IsCompleted);

        LastSender.Tell(new StopAllResult([]));

        await stopping.WaitAsync(_generous);
    }

    [Fact]
    public async Task A_dead_actor_does_not_hold_the_shutdown_up()
    {
        Task stopping = SpinnerShutdown.StopChildren(TestActor, TimeSpan.FromDays(1), Sys.Log);
        _ = ExpectMsg<ShutDown>(_generous);

        Sys.Stop(TestActor);

        await stopping.WaitAsync(_generous);
    }

    [Fact]
    public void The_phases_have_room_for_the_longest_stop()
    {
        Config phases = SpinnerShutdown.PhaseTimeouts(new SpinnerOptions { MaxStopTimeout = TimeSpan.FromMinutes(2) });

        Assert.Equal(TimeSpan.FromSeconds(135), phases.GetTimeSpan(ServiceStop));
        Assert.Equal(
            TimeSpan.FromSeconds(140), phases.GetTimeSpan("akka.coordinated-shutdown.phases.cluster-sharding-shutdown-region.timeout"));
        Assert.Equal(TimeSpan.FromSeconds(150), phases.GetTimeSpan("akka.cluster.sharding.handoff-timeout"));
    }

    [Fact]
    public void A_longer_phase_that_is_there_already_is_kept()
    {
        Config present = ConfigurationFactory.ParseString($"{ServiceStop} = 1h");

        Assert.False(SpinnerShutdown.PhaseTimeouts(new SpinnerOptions(), present).HasPath(ServiceStop));
    }

    [Fact]
    public void Children_that_are_stopped_one_after_the_other_get_the_time_for_it()
    {
        SpinnerOptions options = new() { MaxStopTimeout = TimeSpan.FromSeconds(30), KillTimeout = TimeSpan.FromSeconds(10) };

        Assert.Equal(TimeSpan.FromSeconds(45), SpinnerShutdown.LongestStop(options));
        Assert.Equal(TimeSpan.FromSeconds(125), SpinnerShutdown.LongestStop(options, layers: 3));
        Assert.Equal(TimeSpan.FromSeconds(125), SpinnerShutdown.PhaseTimeouts(options, layers: 3).GetTimeSpan(ServiceStop));
    }
}
