using Akka.Actor;
using Akka.TestKit;
using Spinner.Protocol;
using Spinner.Supervision;
using Spinner.Testing;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

/// <summary>What only several children, or the lives of one, can show: dependencies, their order, and what survives a child's actor.</summary>
public sealed class ChildrenTogetherTests : VirtualTimeKit
{
    private readonly IActorRef _spinner;

    public ChildrenTogetherTests() => _spinner = Sys.ActorOf(SpinnerActor.Props(Services), "spinner");

    private static ChildSpec Spec(string name, params string[] dependsOn) => new()
    {
        Name = name,
        Command = "app",
        Args = [name],
        DependsOn = dependsOn.ToDictionary(other => other, _ => DependencyCondition.Started),
    };

    private void Tell(object message) => _spinner.Tell(message, TestActor);

    private void Define(params ChildSpec[] specs)
    {
        foreach (ChildSpec spec in specs)
        {
            Tell(new DefineChild(spec));
            ExpectMsg<ChildDefined>();
        }
    }

    /// <summary>Waits until so many processes have been spawned and the last of them is asked whether it listens; returns whose it is.</summary>
    private string AwaitSpawn(int count)
    {
        AwaitCondition(() => Launcher.Processes.Count == count && Probe.IsAsked);
        return Launcher.Last.Spec.Args[0];
    }

    private FakeProcess ProcessOf(string name) => Launcher.Processes.Last(process => process.Spec.Args[0] == name);

    /// <summary>web, which depends on db; both run.</summary>
    private void StartBoth()
    {
        Define(Spec("db"));
        Tell(new StartChild(Spec("web", "db")));
        Assert.Equal("db", AwaitSpawn(1));
        Probe.Listen();
        Assert.Equal("web", AwaitSpawn(2));
        Probe.Listen();
        Assert.Equal("web", ExpectMsg<StartSucceeded>().Name.Value);
    }

    /// <summary>Makes the actor of a child fail at a message that no router lets through.</summary>
    private void FailActor(int serial, int life = 1) => Sys.ActorSelection($"/user/spinner/child-{serial}-{life}").Tell(new DefineChild(null!));

    private ChildSnapshot Get(string name)
    {
        Tell(new GetChild(name));
        return ExpectMsg<ChildSnapshot>();
    }

    private static void AssertCircle(StartFailed failed, params string[] names)
    {
        Assert.Equal(StartFailureReason.InvalidSpec, failed.Reason);
        Assert.Contains(string.Join(" -> ", names), failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_child_depends_on_is_started_before_it() => StartBoth();

    [Fact]
    public void A_chain_is_started_from_its_end()
    {
        Define(Spec("disk"), Spec("db", "disk"));
        Tell(new StartChild(Spec("web", "db")));
        List<string> order = [];
        for (int count = 1; count <= 3; count++)
        {
            order.Add(AwaitSpawn(count));
            Probe.Listen();
        }

        ExpectMsg<StartSucceeded>();
        Assert.Equal(["disk", "db", "web"], order);
    }

    [Fact]
    public void A_child_whose_dependency_does_not_come_up_fails_with_its_reason()
    {
        Define(Spec("db"));
        Tell(new StartChild(Spec("web", "db")));
        AwaitSpawn(1);
        Launcher.Last.Exit(ExitStatus.Exited(1));

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(("web", StartFailureReason.DependencyFailed), (failed.Name.Value, failed.Reason));
        Assert.Contains("'db' ended with exit code 1", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_child_that_depends_on_an_unknown_one_is_told_so()
    {
        Tell(new StartChild(Spec("web", "db")));

        StartFailed failed = ExpectMsg<StartFailed>();
        Assert.Equal(StartFailureReason.DependencyFailed, failed.Reason);
        Assert.Contains("No child named 'db'", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_of_two_is_refused_and_named()
    {
        Define(Spec("db", "web"));
        Tell(new StartChild(Spec("web", "db")));

        AssertCircle(ExpectMsg<StartFailed>(), "web", "db", "web");
        Assert.Empty(Launcher.Processes);
    }

    [Fact]
    public void A_circle_of_three_is_refused_and_named()
    {
        Define(Spec("a", "b"), Spec("b", "c"));
        Tell(new DefineChild(Spec("c", "a")));

        AssertCircle(ExpectMsg<StartFailed>(), "c", "a", "b", "c");
    }

    [Fact]
    public void A_child_that_depends_on_itself_is_refused()
    {
        Tell(new StartChild(Spec("web", "web")));

        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void A_circle_closed_by_a_restart_is_refused_and_disturbs_nobody()
    {
        StartBoth();
        Tell(new RestartChild("db", Spec("db", "web")));

        AssertCircle(ExpectMsg<StartFailed>(), "db", "web", "db");
        Assert.Equal(ChildState.Started, Get("db").State);
    }

    [Fact]
    public void A_circle_of_two_that_are_sent_at_once_ends_both_starts()
    {
        Tell(new StartChild(Spec("web", "db")));
        Tell(new StartChild(Spec("db", "web")));

        StartFailed[] failed = [ExpectMsg<StartFailed>(), ExpectMsg<StartFailed>()];
        Assert.Contains(failed, one => one.Reason == StartFailureReason.InvalidSpec);
        Assert.Empty(Launcher.Processes);
    }

    [Fact]
    public void Stop_all_stops_a_child_only_when_those_that_depend_on_it_are_gone()
    {
        StartBoth();
        foreach (FakeProcess process in Launcher.Processes) process.Obeys = false;
        Tell(new StopAll());
        AwaitCondition(() => ProcessOf("web").Signals.Count > 0);
        Assert.Equal(ChildState.Started, Get("db").State);

        ProcessOf("web").Exit(ExitStatus.Exited(0));
        AwaitCondition(() => ProcessOf("db").Signals.Count > 0);
        ProcessOf("db").Exit(ExitStatus.Exited(0));

        Assert.Equal(["db", "web"], ExpectMsg<StopAllResult>().Results.Select(result => result.Name.Value));
    }

    [Fact]
    public void To_stop_a_dependency_alone_leaves_its_dependents()
    {
        StartBoth();

        Tell(new StopChild("db"));

        ExpectMsg<StopResult>();
        Assert.Equal(ChildState.Started, Get("web").State);
    }

    [Fact]
    public void A_restart_starts_what_was_stopped_meanwhile()
    {
        StartBoth();
        Tell(new StopChild("db"));
        ExpectMsg<StopResult>();
        Tell(new RestartChild("web"));
        Assert.Equal("db", AwaitSpawn(3));
        Probe.Listen();
        Assert.Equal("web", AwaitSpawn(4));
        Probe.Listen();

        Assert.Equal(2, ExpectMsg<StartSucceeded>().Run);
    }

    [Fact]
    public void When_the_actor_of_a_dependency_fails_its_dependents_are_told()
    {
        Define(Spec("db"));
        Tell(new StartChild(Spec("web", "db")));
        AwaitSpawn(1);

        FailActor(1);

        Assert.Equal(StartFailureReason.DependencyFailed, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void A_shutdown_refuses_leases_and_definitions()
    {
        Define(Spec("a"));
        Tell(ShutDown.Instance);
        ExpectMsg<StopAllResult>();

        Tell(new AcquireChild(Spec("a")));
        Assert.Equal(StartFailureReason.ShuttingDown, ExpectMsg<StartFailed>().Reason);
        Tell(new DefineChild(Spec("b")));
        Assert.Equal(StartFailureReason.ShuttingDown, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void A_first_lease_with_errors_leaves_no_child_behind()
    {
        Tell(new AcquireChild(Spec("a")) { TimeToLive = TimeSpan.Zero });
        Assert.Equal(StartFailureReason.InvalidSpec, ExpectMsg<StartFailed>().Reason);

        Tell(new ListChildren());
        Assert.Empty(ExpectMsg<ChildList>().Children);
    }

    [Fact]
    public void A_pin_survives_the_actor_of_its_child()
    {
        Define(Spec("a"));
        Tell(new StopChild("a") { Pin = true });
        ExpectMsg<StopResult>();

        FailActor(1);
        AwaitActor(1, 2, "a");

        Assert.True(Get("a").IsPinned);
        Tell(new AcquireChild(Spec("a")));
        Assert.Equal(StartFailureReason.Pinned, ExpectMsg<StartFailed>().Reason);
    }

    [Fact]
    public void What_was_defined_survives_the_actor_of_its_child()
    {
        Tell(new StartChild(Spec("a")));
        AwaitSpawn(1);
        Probe.Listen();
        ExpectMsg<StartSucceeded>();
        Define(Spec("a") with { Args = ["new"] });

        FailActor(1);
        AwaitActor(1, 2, "a");
        Tell(StartChild.Known("a"));

        Assert.Equal("new", AwaitSpawn(2));
    }

    [Fact]
    public void The_leases_of_a_child_end_with_its_actor()
    {
        Tell(new AcquireChild(Spec("a")));
        AwaitSpawn(1);
        Probe.Listen();
        ExpectMsg<LeaseGranted>();

        FailActor(1);

        Assert.Contains("supervisor", ExpectMsg<LeaseEnded>().Cause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lease_of_an_unknown_child_cannot_be_renewed_or_released()
    {
        Tell(new RenewLease("who", Guid.NewGuid()));
        ExpectMsg<ChildNotFound>();
        Tell(new ReleaseChild("who", Guid.NewGuid()));
        ExpectMsg<ChildNotFound>();
    }

    [Fact]
    public void A_child_that_is_only_defined_is_present_to_who_watches()
    {
        TestProbe watcher = CreateTestProbe();
        Define(Spec("b"), Spec("a"));

        _spinner.Tell(new WatchChildren(), watcher.Ref);

        Assert.Equal(("a", ChildState.Stopped, 0), Seen(watcher.ExpectMsg<ChildPresent>()));
        Assert.Equal(("b", ChildState.Stopped, 0), Seen(watcher.ExpectMsg<ChildPresent>()));
        watcher.ExpectMsg<ReplayEnded>();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void After_the_actor_of_a_child_has_failed_the_present_is_right_and_versions_go_on_growing(bool hasRun)
    {
        TestProbe watcher = CreateTestProbe();
        Tell(new StartChild(Spec("a") with { Attempts = 1 }));
        AwaitSpawn(1);
        if (hasRun)
        {
            Probe.Listen();
            ExpectMsg<StartSucceeded>();
        }
        else
        {
            Launcher.Last.Exit(ExitStatus.Exited(1));
            ExpectMsg<StartFailed>();
            Tell(StartChild.Known("a"));
            Assert.Equal(StartFailureReason.Faulted, ExpectMsg<StartFailed>().Reason);
        }

        long version = Get("a").Version;
        _spinner.Tell(new WatchChildren(), watcher.Ref);
        watcher.ExpectMsg<ChildPresent>();
        watcher.ExpectMsg<ReplayEnded>();
        FailActor(1);

        ChildStopped stopped = watcher.FishForMessage<ChildStopped>(_ => true);
        Assert.True(stopped.Version > version);
        Assert.Contains("supervisor failed", stopped.Cause, StringComparison.Ordinal);
        _spinner.Tell(new WatchChildren(), watcher.Ref);
        ChildPresent present = watcher.FishForMessage<ChildPresent>(_ => true);
        Assert.Equal((ChildState.Stopped, 1), (present.State, present.Run));
        Tell(new RestartChild("a"));
        Assert.True(watcher.FishForMessage<ChildStateChanged>(_ => true).Version > stopped.Version);
    }

    private static (string Name, ChildState State, int Run) Seen(ChildPresent present) => (present.Name.Value, present.State, present.Run);

    /// <summary>Until the next actor of the child answers.</summary>
    private void AwaitActor(int serial, int life, string name) => AwaitCondition(() =>
    {
        Get(name);
        Task<IActorRef> found = Sys.ActorSelection($"/user/spinner/child-{serial}-{life}").ResolveOne(TimeSpan.FromSeconds(1));
        return found.ContinueWith(task => task.Status == TaskStatus.RanToCompletion, TaskScheduler.Default).Result;
    });
}
