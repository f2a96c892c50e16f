namespace Spinner.Protocol;

/// <summary>
/// The key of a child: 1-255 characters, no control characters, compared ordinally. A path such as <c>./app.js</c> is a name.
/// </summary>
/// <remarks>Any text can be wrapped; a name outside the rule is answered with <see cref="StartFailureReason.InvalidSpec"/>.</remarks>
/// <param name="Value">The name as given.</param>
public sealed record ChildName(string Value)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxLength = 255;

    /// <summary>Wraps a text; the same as the constructor.</summary>
    public static implicit operator ChildName(string value) => new(value);

    /// <summary>Wraps a text; the same as the constructor.</summary>
    public static ChildName FromString(string value) => new(value);

    /// <summary>The name as given.</summary>
    public override string ToString() => Value;

    /// <summary>Whether a child can have the name.</summary>
    internal static bool IsFit(string name) => name.Length is > 0 and <= MaxLength && !name.Any(char.IsControl);
}
