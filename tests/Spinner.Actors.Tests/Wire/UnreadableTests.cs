using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Spinner.Protocol;
using Spinner.Wire;
using Xunit;

namespace Spinner.Actors.Tests.Wire;

/// <summary>What cannot be read is an answer to its sender, and a failure only where there is no other node.</summary>
public sealed class UnreadableTests : TestKit
{
    private readonly SpinnerSerializer _here;
    private readonly SpinnerSerializer _betweenNodes;

    public UnreadableTests()
    {
        _here = new SpinnerSerializer((ExtendedActorSystem)Sys);
        _betweenNodes = new SpinnerSerializer((ExtendedActorSystem)Sys, readsFromOtherNodes: true);
    }

    /// <summary>Manifest and body.</summary>
    public static TheoryData<string, string> Unreadable() => new()
    {
        { "start.2", """{"spec":{"name":"web"}}""" },
        { "", "{}" },
        { "Spinner.Protocol.StartChild, Spinner.Actors", "{}" },
        { "start.1", "" },
        { "start.1", "null" },
        { "start.1", "[]" },
        { "start.1", "\"s3cret\"" },
        { "start.1", """{"spec":{"name":"web","env":{"A":"s3cret""" },
        { "start.1", """{"spec":{"name":"web","env":["s3cret"]}}""" },
        { "start.1", """{"spec":{"name":"web","env":{"A":{"s3cret":1}}}}""" },
        { "start.1", """{"spec":{"name":"web"}}{"s3cret":1}""" },
        { "start.1", """{"spec":{"name":"web","startTimeout":"s3cret"}}""" },
        { "start.1", """{"spec":{"name":"web","startTimeout":"99999999999999999999d"}}""" },
        { "start.1", """{"spec":{"name":"web","startTimeout":5}}""" },
        { "start.1", """{"spec":{"name":"web","portRange":"s3cret"}}""" },
        { "start.1", """{"spec":{"name":"web","dependsOn":{"db":null}}}""" },
        { "start.1", """{"spec":{"name":"web","successCodes":[null]}}""" },
        { "start.1", """{"spec":{"name":5}}""" },
        { "start.1", """{"isAutomatic":null}""" },
        { "release.1", """{"name":"web"}""" },
        { "start-failed.1", """{"name":"web","reason":"exited"}""" },
        { "start-succeeded.1", """{"name":"web","endpoint":null,"pid":1,"run":1,"journey":[]}""" },
        { "start-succeeded.1", """{"name":"web","endpoint":{"kind":"none","host":"","port":0},"pid":1,"run":1,"journey":[null]}""" },
        { "stop-all-result.1", """{"results":[null]}""" },
        { "get.1", $$"""{"name":"web","more":{{new string('[', 100)}}{{new string(']', 100)}}}""" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Between_nodes_it_becomes_an_answer_that_repeats_nothing_of_it(string manifest, string body)
    {
        ArgumentNullException.ThrowIfNull(manifest);

        NotUnderstood answer = Assert.IsType<NotUnderstood>(
            Assert.IsType<FromAnotherNode>(_betweenNodes.FromBinary(Encoding.UTF8.GetBytes(body), manifest)).Request);

        Assert.Equal(manifest, answer.Manifest);
        Assert.Contains($"'{manifest}'", answer.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void Where_there_is_no_other_node_it_is_a_failure_with_the_same_text(string manifest, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        NotUnderstood answer = Assert.IsType<NotUnderstood>(Assert.IsType<FromAnotherNode>(_betweenNodes.FromBinary(bytes, manifest)).Request);

        Assert.Equal(answer.Message, Assert.Throws<SerializationException>(() => _here.FromBinary(bytes, manifest)).Message);
    }

    [Fact]
    public void More_than_the_largest_size_is_not_read()
    {
        byte[] fits = Encoding.UTF8.GetBytes("""{"name":"web"}""".PadRight(WireFormat.MaxBytes));
        byte[] tooLarge = [.. fits, (byte)' '];

        Assert.Equal(new GetChild("web"), _here.FromBinary(fits, "get.1"));
        Assert.Contains("8000001 bytes", Assert.Throws<SerializationException>(() => _here.FromBinary(tooLarge, "get.1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_or_strange_manifest_is_shown_short_and_on_one_line()
    {
        NotUnderstood answer = Assert.IsType<NotUnderstood>(
            Assert.IsType<FromAnotherNode>(_betweenNodes.FromBinary([], $"a\nb{new string('x', 100_000)}")).Request);

        Assert.Equal($"a?b{new string('x', 61)}", answer.Manifest);
        Assert.DoesNotContain('\n', answer.Message);
        Assert.True(answer.Message.Length < 600);
    }

    [Fact]
    public void Requests_from_other_nodes_are_marked_and_answers_are_not() => Assert.All(WireTable.All, entry =>
    {
        object sample = WireSamples.Of(entry.Type);
        object read = _betweenNodes.FromBinary(_betweenNodes.ToBinary(sample), _betweenNodes.Manifest(sample));

        Assert.Equal(entry.IsRequest, read is FromAnotherNode);
        Same.Content(sample, read is FromAnotherNode letter ? letter.Request : read);
        Same.Content(sample, _here.FromBinary(_here.ToBinary(sample), _here.Manifest(sample)));
    });

    [Fact]
    public void What_is_no_message_of_the_protocol_is_not_written()
    {
        SerializationException refused = Assert.Throws<SerializationException>(() => _here.ToBinary(new OutputSubscriptionOptions()));

        Assert.Contains(nameof(OutputSubscriptionOptions), refused.Message, StringComparison.Ordinal);
        Assert.Throws<SerializationException>(() => _here.Manifest("text"));
    }
}
