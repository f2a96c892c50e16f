using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs.Top;

/// <summary>What fills the terminal: lines without a width problem, as many as it has.</summary>
internal static class TopFrame
{
    private const string Keys = "q quit  s start  x stop  r restart  f logs  ? help";

    private static readonly string[] _help =
    [
        "Keys",
        "",
        "  up, k       the child above",
        "  down, j     the child below",
        "  page up     ten above",
        "  page down   ten below",
        "  home, end   the first, the last",
        "  s           start it",
        "  x           stop it",
        "  r           restart it",
        "  f, enter    follow its output",
        "  ?           this help",
        "  q           quit; from here: back",
    ];

    /// <summary>The children, what is to say of the selected one, and the keys.</summary>
    public static IReadOnlyList<string> Children(TopModel model, Output to, int width, int height)
    {
        IReadOnlyList<string> table = TopView.Table(model, width);
        int room = Math.Max(1, height - 4);
        int first = Math.Clamp(model.Selected - room / 2, 0, Math.Max(0, model.Rows.Count - room));
        List<string> lines = [to.Paint(Cells.Crop(Summary(model), width), Sgr.Bold), to.Paint(table[0], Sgr.Faint)];
        for (int i = first; i < Math.Min(model.Rows.Count, first + room); i++)
        {
            string line = table[i + 1];
            lines.Add(i == model.Selected ? $"\e[7m{line}{new string(' ', Math.Max(0, width - Cells.Of(line)))}\e[0m"
                : to.Paint(line, Sgr.OfState(model.Rows[i].Child.State)));
        }

        while (lines.Count < height - 2)
            lines.Add("");
        lines.Add(Cells.Crop(model.Message.Length > 0 ? model.Message : About(model.SelectedChild), width));
        lines.Add(to.Paint(Cells.Crop(Keys, width), Sgr.Faint));
        return Cut(lines, height);
    }

    /// <summary>The output of a child.</summary>
    public static IReadOnlyList<string> Logs(string name, IReadOnlyCollection<string> output, Output to, int width, int height)
    {
        List<string> lines = [to.Paint(Cells.Crop($"{Plain.Text(name)}: what it prints", width), Sgr.Bold)];
        lines.AddRange(output.TakeLast(Math.Max(1, height - 2)).Select(line => Cells.Crop(line, width)));
        while (lines.Count < height - 1)
            lines.Add("");
        lines.Add(to.Paint(Cells.Crop("q back", width), Sgr.Faint));
        return Cut(lines, height);
    }

    public static IReadOnlyList<string> Help(int width, int height) => Cut([.. _help.Select(line => Cells.Crop(line, width))], height);

    private static string Summary(TopModel model)
    {
        IEnumerable<string> states = model.Rows.GroupBy(row => row.Child.State).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {group.Key}");
        long memory = model.Rows.Sum(row => row.Child.Usage?.MemoryBytes ?? 0);
        string counts = model.Rows.Count == 0 ? "no children" : string.Join(", ", states);
        return $"spinner  {Plain.Text(counts)}  {Human.Size(memory)}";
    }

    private static string About(ChildView? child) => child is null ? "" : ChildText.Why(child) is { Length: > 0 } why ? $"{Plain.Text(child.Name)}: {why}" : "";

    private static List<string> Cut(List<string> lines, int height)
    {
        if (lines.Count > height)
            lines.RemoveRange(height, lines.Count - height);
        return lines;
    }
}
