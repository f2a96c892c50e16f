using Spinner.Output;
using Spinner.Processes;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Supervision;

public sealed class OutputTests : ChildTestBase
{
    [Fact]
    public void Output_is_opened_for_each_run_with_its_number_targets_and_category()
    {
        StartAndListen(Spec with { Stderr = OutputTarget.Inherit, LoggerCategory = "My.Web" });
        Crash();
        Probe.Listen();

        Assert.Equal([1, 2], RunOutput.Requests.Select(request => request.Run));
        Assert.All(RunOutput.Requests, request => Assert.Equal(
            ("web", OutputTarget.Null, OutputTarget.Inherit, "My.Web"),
            (request.Child.Value, request.Stdout, request.Stderr, request.LoggerCategory)));
    }

    [Fact]
    public void A_stream_that_has_to_wait_is_held_and_resumed()
    {
        StartAndListen();
        Assert.True(Process.Observer.Output(StreamKind.Stderr, "a"u8));
        RunOutput.Holds = true;
        Assert.False(Process.Observer.Output(StreamKind.Stderr, "b"u8));

        RunOutput.Resume!(true);
        RunOutput.Resume(false);

        Assert.Equal([StreamKind.Stderr, StreamKind.Stdout], Process.Resumed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Output_that_cannot_be_written_or_can_again_is_told_as_an_event(bool isOver)
    {
        StartAndListen();
        Sys.EventStream.Subscribe(TestActor, typeof(ChildOutputLost));
        RunOutput.Requests[0].Incident!(new OutputIncident("/log/web", "The disk is full.", isOver, LostBytes: 10));

        ChildOutputLost lost = ExpectMsg<ChildOutputLost>();
        Assert.Equal(("web", "/log/web", 10, isOver, "The disk is full."), (lost.Name.Value, lost.Path, lost.LostBytes, lost.IsOver, lost.Cause));
    }

    [Fact]
    public void Output_that_a_run_lost_at_its_end_is_told_though_the_run_is_gone()
    {
        StartAndListen();
        Tell(new StopChild("web"));
        ExpectMsg<StopResult>();
        Sys.EventStream.Subscribe(TestActor, typeof(ChildOutputLost));
        RunOutput.Requests[0].Incident!(new OutputIncident("/log/web", "The disk is full.", IsOver: false, LostBytes: 10));

        ExpectMsg<ChildOutputLost>();
    }
}
