namespace Spinner.Configuration;

/// <summary>Finds the key that somebody meant.</summary>
internal static class Suggestion
{
    /// <summary><c>; did you mean "x"?</c>, or a full stop when no known key is near.</summary>
    public static string For(string given, IEnumerable<string> known)
    {
        string? nearest = known.MinBy(key => Distance(given, key));
        // Where every letter must be changed it is another word, however short.
        bool isNear = nearest is not null && Distance(given, nearest) is int distance && distance < given.Length && distance <= Math.Max(2, given.Length / 3);
        return isNear ? $"; did you mean \"{nearest}\"?" : ".";
    }

    /// <summary>How many letters must be put in, taken out or changed to get from one to the other.</summary>
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                int changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
