using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spinner.Testing;
using Spinner.Wire;
using Xunit;

namespace Spinner.Actors.Tests.Wire;

/// <summary>
/// What nodes of released versions send must be read for ever, so a sample is written once (SPINNER_APPROVE=1) and never again. Where a difference is
/// meant it is a further field, put into the sample by hand, or another manifest.
/// </summary>
public sealed class SampleTests
{
    private static readonly string _folder = Repository.PathOf("tests/Spinner.Actors.Tests/Wire/Samples");

    private static readonly JsonSerializerOptions _pretty = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Manifests() => [.. WireTable.All.Select(entry => entry.Manifest)];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void A_message_is_written_as_approved(string manifest)
    {
        string written = JsonNode.Parse(WireFormat.Write(WireSamples.OfManifest(manifest)))!.ToJsonString(_pretty) + "\n";
        if (!File.Exists(PathOf(manifest)) && Environment.GetEnvironmentVariable("SPINNER_APPROVE") == "1") File.WriteAllText(PathOf(manifest), written);

        Assert.Equal(File.ReadAllText(PathOf(manifest)), written);
    }

    [Theory]
    [MemberData(nameof(Manifests))]
    public void An_approved_message_is_read(string manifest)
    {
        object read = WireFormat.Read(Encoding.UTF8.GetBytes(File.ReadAllText(PathOf(manifest))), manifest).Message;

        Same.Content(WireSamples.OfManifest(manifest), read, manifest);
    }

    [Fact]
    public void There_is_no_sample_of_a_message_that_is_no_more() =>
        Assert.Equal(
            WireTable.All.Select(entry => entry.Manifest).Order(StringComparer.Ordinal),
            Directory.GetFiles(_folder).Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal));

    private static string PathOf(string manifest) => Path.Combine(_folder, $"{manifest}.json");
}
