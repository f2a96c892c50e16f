using System.Text;
using System.Text.Json.Nodes;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Spinner.Configuration;
using Spinner.Policies;
using Spinner.Protocol;
using Spinner.Testing;
using Spinner.Wire;
using Xunit;

namespace Spinner.Actors.Tests.Wire;

/// <summary>Messages with something broken in them. The seeds are fixed; a failure names the message that it takes.</summary>
public sealed class DamageTests : TestKit
{
    private const int Rounds = 2000;

    [Fact]
    public void Damaged_bytes_are_a_message_or_are_not_understood()
    {
        SpinnerSerializer serializer = new((ExtendedActorSystem)Sys, readsFromOtherNodes: true);
        Random random = new(20260304);
        int read = 0;
        for (int round = 0; round < Rounds; round++)
        {
            WireEntry entry = WireTable.All[random.Next(WireTable.All.Count)];
            byte[] damaged = Damaged(WireFormat.Write(WireSamples.Of(entry.Type)), random);
            Exception? failure = Record.Exception(() =>
            {
                object result = serializer.FromBinary(damaged, entry.Manifest);
                object message = result is FromAnotherNode letter ? letter.Request : result;
                Assert.True(message is NotUnderstood || message.GetType() == entry.Type, $"{message.GetType()}");
                if (message is not NotUnderstood || entry.Type == typeof(NotUnderstood)) read++;
            });
            Assert.True(failure is null, $"{entry.Manifest}: {failure}\n{Encoding.UTF8.GetString(damaged)}");
        }

        Assert.InRange(read, Rounds / 20, Rounds - (Rounds / 20)); // else the damage is too rough, or too small, to show anything
    }

    [Fact]
    public void What_can_be_read_of_a_damaged_spec_is_judged_without_a_failure()
    {
        SpinnerOptions options = new();
        Random random = new(20260305);
        string sample = Encoding.UTF8.GetString(WireFormat.Write(new StartChild(WireSamples.Spec)));
        string[] instead = ["null", "[]", "{}", "0", "-1", "true", "\"\"", "\"\\u0000\"", "[null]", """{"":null}""", "1e9", "\"never\"", "\"-5s\"", "\"0-99999\""];
        int judged = 0;
        for (int round = 0; round < Rounds; round++)
        {
            JsonObject json = JsonNode.Parse(sample)!.AsObject();
            JsonObject spec = json["spec"]!.AsObject();
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                string option = spec.ElementAt(random.Next(spec.Count)).Key;
                spec[option] = JsonNode.Parse(instead[random.Next(instead.Length)]);
            }

            Exception? failure = Record.Exception(() =>
            {
                if (Read(json) is not { Spec: { Name.Value: not null } asked }) return;
                PlanResolver.Resolve(asked, options.Defaults, options.MaxStopTimeout, new EverythingExists());
                judged++;
            });
            Assert.True(failure is null, $"{failure}\n{json.ToJsonString()}");
        }

        Assert.InRange(judged, Rounds / 20, Rounds);
    }

    private StartChild? Read(JsonObject json) =>
        (new SpinnerSerializer((ExtendedActorSystem)Sys, readsFromOtherNodes: true)
            .FromBinary(Encoding.UTF8.GetBytes(json.ToJsonString()), "start.1") as FromAnotherNode)?.Request as StartChild;

    private static byte[] Damaged(byte[] whole, Random random)
    {
        List<byte> bytes = [.. whole];
        for (int i = random.Next(1, 4); i > 0 && bytes.Count > 0; i--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                case 4: bytes.InsertRange(at, Encoding.UTF8.GetBytes(_pieces[random.Next(_pieces.Length)])); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }

    private static readonly string[] _pieces = ["null", "\\ud800", "\\u0000", "{}", "[[[[", "1e999", "\"", ",\"name\":null", ",\"x\":{\"y\":[1,2]}", "//", "\ufeff"];
}
