namespace Spinner.Host.Configuration.Hocon;

/// <summary>A value as written: parts side by side, which make one value together.</summary>
internal sealed record Expression(Place Place, IReadOnlyList<Part> Parts);

/// <summary>One part of a value.</summary>
internal abstract record Part(Place Place);

/// <summary>A text. One that was not between quotes may be the space between two parts, or <c>null</c>.</summary>
internal sealed record TextPart(Place Place, string Text, bool IsQuoted) : Part(Place)
{
    public bool IsSpace => !IsQuoted && string.IsNullOrWhiteSpace(Text);

    public bool IsNull => !IsQuoted && Text == "null";
}

/// <summary><c>${path}</c>, or <c>${?path}</c>, which may be missing.</summary>
/// <param name="Place">Where.</param>
/// <param name="Path">The path.</param>
/// <param name="IsOptional">With the question mark.</param>
/// <param name="Home">Where the file was included: a path is looked up below there first.</param>
internal sealed record ReferencePart(Place Place, IReadOnlyList<string> Path, bool IsOptional, IReadOnlyList<string> Home) : Part(Place)
{
    /// <summary>The name of the environment variable it may mean.</summary>
    public string Name => string.Join('.', Path);

    public override string ToString() => $"${{{(IsOptional ? "?" : "")}{Name}}}";
}

/// <summary><c>{ ... }</c>, or a whole file.</summary>
internal sealed record SectionPart(Place Place, IReadOnlyList<Entry> Entries) : Part(Place);

/// <summary><c>[ ... ]</c>.</summary>
internal sealed record ListPart(Place Place, IReadOnlyList<Expression> Items) : Part(Place);

/// <summary><c>key = value</c>, <c>key { ... }</c> or, when it adds to a list, <c>key += value</c>.</summary>
internal sealed record Entry(Place Place, IReadOnlyList<string> Path, Expression Value, bool Adds);
