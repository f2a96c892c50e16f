namespace Spinner.Cli.Rendering;

/// <summary>A table without lines: what scripts can cut and eyes can follow. The last column has the rest of the width.</summary>
/// <param name="heads">The heads of the columns.</param>
internal sealed class Columns(params string[] heads)
{
    private const int Gap = 2;

    private readonly List<Cell[]> _rows = [];

    /// <summary>A text and how it is painted.</summary>
    internal readonly record struct Cell(string Text, string? Sgr = null)
    {
        public static implicit operator Cell(string text) => new(text);
    }

    public void Add(params Cell[] row) => _rows.Add(row);

    public void Write(Output output)
    {
        int[] widths = [.. heads.Select((head, i) => _rows.Select(row => Cells.Of(row[i].Text)).Append(head.Length).Max())];
        int lineWidth = output.Width;
        Line(output, [.. heads.Select(head => new Cell(head, Sgr.Bold))], widths, lineWidth);
        foreach (Cell[] row in _rows)
            Line(output, row, widths, lineWidth);
    }

    private static void Line(Output output, Cell[] row, int[] widths, int lineWidth)
    {
        int last = Array.FindLastIndex(row, cell => cell.Text.Length > 0);
        int used = 0;
        for (int i = 0; i <= last && used < lineWidth; i++)
        {
            string text = Cells.Crop(row[i].Text, Math.Max(1, lineWidth - used));
            int pad = i == last ? 0 : widths[i] - Cells.Of(text) + Gap;
            used += widths[i] + Gap;
            output.Write(row[i].Sgr is { } sgr ? output.Paint(text, sgr) : text);
            if (used < lineWidth)
                output.Write(new string(' ', pad));
        }

        output.Line("");
    }
}
