using System.Text.Json.Serialization;

namespace Spinner.Host.Configuration;

/// <summary>What Spinner makes of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="StartOrder">The children in the order of their starts: those of one list do not wait for each other.</param>
/// <param name="Children">By name.</param>
internal sealed record ExplainedFile(string File, IReadOnlyList<IReadOnlyList<string>> StartOrder, IReadOnlyList<ExplainedChild> Children)
{
    /// <summary>How it speaks with other nodes; null: not at all.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ExplainedValue>? Remote { get; init; }
}

/// <summary>The plan of one child.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The line that names it first.</param>
/// <param name="OnDemand">Whether it waits to be asked for.</param>
/// <param name="Values">What is decided, the command line first.</param>
internal sealed record ExplainedChild(string Name, string From, bool OnDemand, IReadOnlyList<ExplainedValue> Values);

/// <summary>One value of a plan.</summary>
/// <param name="Key">The key that sets it.</param>
/// <param name="Value">The value; never one of the environment.</param>
/// <param name="From">The line that says so; null: it is Spinner's default.</param>
internal sealed record ExplainedValue(string Key, string Value, string? From);
