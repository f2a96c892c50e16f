using System.Runtime.Serialization;
using Spinner.Protocol;
using Spinner.Testing;
using Spinner.Wire;
using Xunit;

namespace Spinner.Actors.Tests.Wire;

/// <summary>Messages of an older version, which knew fewer fields, and of a newer one, which knows more. Written by hand.</summary>
public sealed class VersionTests
{
    [Fact]
    public void An_older_start_is_a_start_with_defaults()
    {
        StartChild start = Read<StartChild>("older", "start.1");

        Assert.False(start.IsAutomatic);
        Assert.Equal(new ChildSpec { Name = "web", Command = "node" }, start.Spec);
    }

    [Fact]
    public void An_older_answer_lacks_what_was_unknown_then()
    {
        StartSucceeded started = Read<StartSucceeded>("older", "start-succeeded.1");

        Assert.Equal((7000, 3, false), (started.Port, started.Run, started.SpecDiffers));
        Assert.Equal("ready", Assert.Single(started.Journey).Step);
    }

    [Fact]
    public void An_older_snapshot_has_empty_lists_and_texts() =>
        Same.Content(new ChildSnapshot("web", ChildState.Restarting, 4), Read<ChildSnapshot>("older", "snapshot.1"));

    [Fact]
    public void An_older_watch_is_one_without_a_limit() => Assert.Null(Read<WatchChildren>("older", "watch.1").Credit);

    [Fact]
    public void A_node_that_does_not_tell_its_version_has_the_first() =>
        Assert.Equal(new SpinnerAlive(5) { WireVersion = 1 }, Read<SpinnerAlive>("older", "alive.1"));

    [Fact]
    public void What_a_newer_start_asks_beyond_is_ignored()
    {
        StartChild start = Read<StartChild>("newer", "start.1");

        Same.Content(
            new ChildSpec
            {
                Name = "web",
                Command = "node",
                Readiness = ReadinessCheck.Http("/"),
                Env = new Dictionary<string, string> { ["A"] = "1" },
            },
            start.Spec);
    }

    [Fact]
    public void A_newer_reason_is_read_as_an_internal_one()
    {
        StartFailed failed = Read<StartFailed>("newer", "start-failed.1");

        Assert.Equal((StartFailureReason.Internal, "The quota of this node is used up."), (failed.Reason, failed.Message));
    }

    [Fact]
    public void A_newer_health_is_read_as_unknown() =>
        Assert.Equal(ChildHealth.Unknown, Read<ChildHealthChanged>("newer", "event-health-changed.1").Health);

    [Fact]
    public void A_newer_word_in_a_request_is_refused_with_those_that_are_known()
    {
        SerializationException refused = Assert.Throws<SerializationException>(() => Read<RestartChild>("newer", "restart.1"));

        Assert.Contains("restart.1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("term, int, quit, hup, usr1, usr2, kill", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("winch", refused.Message, StringComparison.Ordinal);
    }

    private static T Read<T>(string version, string manifest) => Assert.IsType<T>(WireFormat.Read(
        File.ReadAllBytes(Repository.PathOf($"tests/Spinner.Actors.Tests/Wire/Versions/{version}.{manifest}.json")), manifest).Message);
}
