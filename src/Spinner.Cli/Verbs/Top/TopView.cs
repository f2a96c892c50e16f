using System.Globalization;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs.Top;

/// <summary>The table of <c>top</c>, in as many columns as fit.</summary>
internal static class TopView
{
    /// <summary>The width where nobody looks.</summary>
    public const int PipeWidth = 120;

    private const int LeastName = 8;
    private const int LeastEndpoint = 21;

    // As they stand, each with its rank: those of the lowest rank go first when the terminal is narrow.
    private static readonly Column[] _columns =
    [
        new("NAME", LeastName, 0, false, row => Plain.Text(row.Child.Name)),
        new("STATE", 8, 1, false, row => Plain.Text(row.Child.State)),
        new("ENDPOINT", LeastEndpoint, 6, false, row => ChildText.Endpoint(row.Child.Endpoint)),
        new("PID", 7, 5, true, row => row.Child.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-"),
        new("CPU%", 5, 2, true, row => row.Cpu?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-"),
        new("MEM", 6, 3, true, row => row.Child.Usage is { } usage ? Human.Size(usage.MemoryBytes) : "-"),
        new("RST", 3, 7, true, row => row.Child.Restarts.ToString(CultureInfo.InvariantCulture)),
        new("UPTIME", 6, 4, true, row => ChildText.Uptime(row.Child)),
    ];

    private sealed record Column(string Head, int Width, int Rank, bool IsNumber, Func<TopModel.Row, string> Value);

    /// <summary>The head, then a line per child; no line is wider than <paramref name="width"/>.</summary>
    public static IReadOnlyList<string> Table(TopModel model, int width)
    {
        Column[] shown = Fitting(model, width);
        return [Line(shown, column => column.Head, width), .. model.Rows.Select(row => Line(shown, column => column.Value(row), width))];
    }

    private static Column[] Fitting(TopModel model, int width)
    {
        HashSet<string> fit = [];
        int used = -1;
        foreach (Column column in _columns.OrderBy(column => column.Rank))
        {
            used += column.Width + 1;
            if (used > width && fit.Count > 1)
            {
                used -= column.Width + 1;
                break;
            }

            fit.Add(column.Head);
        }

        // What is left goes to the names, then to the endpoints, as far as they need it.
        int left = width - used;
        return [.. _columns.Where(column => fit.Contains(column.Head)).Select(column =>
        {
            if (column.IsNumber)
                return column;
            int wanted = model.Rows.Select(row => Cells.Of(column.Value(row))).DefaultIfEmpty(0).Max() - column.Width;
            int more = Math.Clamp(wanted, 0, Math.Max(0, left));
            left -= more;
            return column with { Width = column.Width + more };
        })];
    }

    private static string Line(Column[] columns, Func<Column, string> text, int width) =>
        Cells.Crop(string.Join(' ', columns.Select(column => Fit(text(column), column))), width);

    private static string Fit(string text, Column column)
    {
        string cropped = Cells.Crop(text, column.Width);
        string pad = new(' ', column.Width - Cells.Of(cropped));
        return column.IsNumber ? pad + cropped : cropped + pad;
    }
}
