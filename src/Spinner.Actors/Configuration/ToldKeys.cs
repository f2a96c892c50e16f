using Spinner.Policies;

namespace Spinner.Configuration;

/// <summary>The keys that have errors so far; quick, since a long file may have many children with errors.</summary>
internal sealed class ToldKeys(PlanErrors errors)
{
    private readonly string[] _sorted = [.. errors.All.Select(error => $"{error.Key}.").Order(StringComparer.Ordinal)];

    public bool Contains(string key) => Array.BinarySearch(_sorted, $"{key}.", StringComparer.Ordinal) >= 0;

    /// <summary>Whether anything is wrong at or below a key, which ends with a dot.</summary>
    public bool Below(string key)
    {
        int at = Array.BinarySearch(_sorted, key, StringComparer.Ordinal);
        return at >= 0 || (~at < _sorted.Length && _sorted[~at].StartsWith(key, StringComparison.Ordinal));
    }
}
