using System.Globalization;

namespace Spinner.Benchmarks;

/// <summary>The figures, printed as one table, and the remarks below it.</summary>
internal sealed class Table
{
    private static readonly string[] _head = ["figure", "unit", "median", "p95", "min", "floor", "floor p95", "floor min", "goal", "result", "met"];
    private readonly List<string[]> _rows = [];
    private readonly List<string> _remarks = [];

    /// <summary>One row: what was measured, beside its floor.</summary>
    /// <param name="figure">What it is.</param>
    /// <param name="unit">Of the values.</param>
    /// <param name="ours">With Spinner.</param>
    /// <param name="floor">The same without; null when there is nothing to compare with.</param>
    /// <param name="goal">What is wanted, for people.</param>
    /// <param name="result">What the goal speaks of.</param>
    /// <param name="met">Whether it is reached; null when the row has no goal.</param>
    public void Add(string figure, string unit, Samples ours, Samples? floor, string goal, string result, bool? met) => _rows.Add(
    [
        figure,
        unit,
        Number(ours.Median),
        Number(ours.P95),
        Number(ours.Min),
        floor is null ? "" : Number(floor.Median),
        floor is null ? "" : Number(floor.P95),
        floor is null ? "" : Number(floor.Min),
        goal,
        result,
        met switch { true => "yes", false => "NO", null => "" },
    ]);

    public void Remark(string remark) => _remarks.Add(remark);

    public void Print()
    {
        string[][] all = [_head, .. _rows];
        int[] widths = [.. Enumerable.Range(0, _head.Length).Select(column => all.Max(row => row[column].Length))];
        Console.WriteLine();
        foreach (string[] row in all)
        {
            Console.WriteLine(string.Join("  ", row.Select((cell, column) =>
                column is >= 2 and <= 7 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        }

        Console.WriteLine();
        _remarks.ForEach(Console.WriteLine);
    }

    public static string Number(double value) =>
        value.ToString(Math.Abs(value) >= 1000 ? "N0" : Math.Abs(value) >= 100 ? "F0" : "F2", CultureInfo.InvariantCulture);
}
