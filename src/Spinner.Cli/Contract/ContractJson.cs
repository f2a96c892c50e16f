using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Spinner.Cli.Contract;

/// <summary>How the records of the API are written: camelCase, nulls left out, without reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChildView))]
[JsonSerializable(typeof(ChildListView))]
[JsonSerializable(typeof(StartView))]
[JsonSerializable(typeof(StopView))]
[JsonSerializable(typeof(StopAllView))]
[JsonSerializable(typeof(TouchView))]
[JsonSerializable(typeof(ReloadView))]
[JsonSerializable(typeof(InfoView))]
[JsonSerializable(typeof(EventView))]
[JsonSerializable(typeof(LogLineView))]
[JsonSerializable(typeof(ProblemView))]
[JsonSerializable(typeof(JsonObject))]
public sealed partial class ContractJson : JsonSerializerContext
{
    // Made when it is first asked for: the generated part of this class is initialized in an order of its own.
    private static ContractJson? _readable;

    /// <summary>The same with quotes and letters as they are: what is written so is never part of a web page.</summary>
    public static ContractJson Readable => _readable ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
