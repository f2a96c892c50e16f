using System.Collections.Immutable;

namespace Spinner.Protocol;

/// <summary>Copies collections, and compares them by what is in them; null is the same as nothing but null.</summary>
internal static class Content
{
    /// <summary>A copy. Null, which stands for a field that a message came without, is an empty list.</summary>
    public static IReadOnlyList<T> OrEmpty<T>(IReadOnlyList<T>? list) => list is null ? [] : list.ToImmutableArray();

    public static bool IsSame<T>(IReadOnlyList<T>? one, IReadOnlyList<T>? other) =>
        ReferenceEquals(one, other) || (one is not null && other is not null && one.SequenceEqual(other));

    public static bool IsSame<T>(IReadOnlyDictionary<string, T>? one, IReadOnlyDictionary<string, T>? other) =>
        ReferenceEquals(one, other)
        || (one is not null && other is not null
            && one.Count == other.Count
            && one.All(pair => other.TryGetValue(pair.Key, out T? value) && EqualityComparer<T>.Default.Equals(value, pair.Value)));
}
