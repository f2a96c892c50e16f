namespace Spinner.Protocol;

/// <summary>Compares collections by what is in them; null is the same as nothing but null.</summary>
internal static class Content
{
    public static bool IsSame<T>(IReadOnlyList<T>? one, IReadOnlyList<T>? other) =>
        ReferenceEquals(one, other) || (one is not null && other is not null && one.SequenceEqual(other));

    public static bool IsSame<T>(IReadOnlyDictionary<string, T>? one, IReadOnlyDictionary<string, T>? other) =>
        ReferenceEquals(one, other)
        || (one is not null && other is not null
            && one.Count == other.Count
            && one.All(pair => other.TryGetValue(pair.Key, out T? value) && EqualityComparer<T>.Default.Equals(value, pair.Value)));
}
