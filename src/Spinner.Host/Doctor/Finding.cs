using System.Text.Json.Serialization;

namespace Spinner.Host.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Area"><c>system limits ports folders host leftovers runtimes</c>.</param>
/// <param name="Level"><c>ok</c>; <c>note</c>: worth knowing; <c>warning</c>: something will be worse than it could; <c>problem</c>: something will not work.</param>
/// <param name="Text">What was found.</param>
internal sealed record Finding(string Area, string Level, string Text)
{
    public const string Ok = "ok";
    public const string Note = "note";
    public const string Warning = "warning";
    public const string Problem = "problem";

    /// <summary>What to do about it.</summary>
    public string? Advice { get; init; }
}

[JsonSourceGenerationOptions(JsonDefaults, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class FindingJson : JsonSerializerContext
{
    private const System.Text.Json.JsonSerializerDefaults JsonDefaults = System.Text.Json.JsonSerializerDefaults.Web;
}
