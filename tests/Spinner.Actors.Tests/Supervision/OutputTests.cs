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
}
