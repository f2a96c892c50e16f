using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary>What to do next about a problem.</summary>
internal static class Hints
{
    private const int MostNames = 3;

    public static IReadOnlyList<string> Of(ProblemView problem)
    {
        string name = Plain.Quoted(problem.Child ?? "");
        return problem.Code switch
        {
            ProblemCodes.UnknownChild => ["Which there are: spinner ps. A new one: spinner start NAME -- COMMAND, or spinner start SCRIPT"],
            _ when problem.Child is null => [],
            ProblemCodes.Faulted => [Again(problem, name), $"Its output: spinner logs {name}"],
            ProblemCodes.Exited or ProblemCodes.BuildFailed => [$"Its output: spinner logs {name}"],
            ProblemCodes.TimedOut => [$"Its output: spinner logs {name}; to give it longer: --timeout 30s"],
            ProblemCodes.NoPort => [$"Another range: spinner start {name} --port-range 9000-9099"],
            ProblemCodes.DependencyFailed => ["How the others are: spinner ps"],
            ProblemCodes.StillAlive => [$"What is known of it: spinner get {name}"],
            ProblemCodes.Pinned => [$"To start it by hand: spinner start {name}"],
            _ => [],
        };
    }

    /// <summary>The same where the host is on another node: its output cannot be read from here.</summary>
    public static IReadOnlyList<string> OfOtherNode(ProblemView problem) => problem.Code switch
    {
        ProblemCodes.UnknownChild => ["Which there are: spinner ps"],
        ProblemCodes.Faulted when problem.Child is { } name => [Again(problem, Plain.Quoted(name))],
        _ => [],
    };

    /// <summary>The names that are nearest to one, the nearest first.</summary>
    public static IEnumerable<string> Similar(string name, IEnumerable<string> names) =>
        names.Select(other => (other, distance: Distance(name, other)))
            .Where(pair => pair.distance <= Math.Max(1, name.Length / 3) || (name.Length > 2 && pair.other.Contains(name, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.other, StringComparer.Ordinal)
            .Select(pair => pair.other).Take(MostNames);

    private static string Again(ProblemView problem, string name) => problem.RetryAfter is { } wait
        ? $"It can be started in {Human.Wait(wait)}; at once: spinner restart {name}"
        : $"To start it nevertheless: spinner restart {name}";

    /// <summary>How many characters must be put in, taken out, replaced or swapped to make one text of the other; case does not count.</summary>
    private static int Distance(string a, string b)
    {
        int[,] steps = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            steps[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            steps[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int same = IsSame(a[i - 1], b[j - 1]) ? 0 : 1;
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j] + 1, steps[i, j - 1] + 1), steps[i - 1, j - 1] + same);
                if (i > 1 && j > 1 && IsSame(a[i - 1], b[j - 2]) && IsSame(a[i - 2], b[j - 1]))
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[a.Length, b.Length];
    }

    private static bool IsSame(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}
