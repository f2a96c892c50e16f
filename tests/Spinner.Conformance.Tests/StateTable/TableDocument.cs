using System.Globalization;
using System.Text;

namespace Spinner.Conformance.Tests.StateTable;

/// <summary>The table as docs/state-machine.md shows it.</summary>
internal static class TableDocument
{
    private const string Introduction = """
        # The states of a child

        This file is written by a test (tests/Spinner.Conformance.Tests/StateTable), which brings a child into every situation below, does to it
        everything that can be done to it, and then lets the world go on favourably: leases, builds and spawns succeed, the child listens, processes end
        once they have been asked to. It demands that every caller gets exactly one answer, that no port is leased and no process lives unless the
        child is started, that facts of older runs change nothing, and that a stop leaves nothing behind. CONTRIBUTING.md says how to rewrite the file.

        In the tables, *then* is the state right after the event, with the step of a start after the colon; *answer* is what the event's own caller gets, at once or
        after waiting; *who waited* are callers of earlier commands; *in the end* is where the child comes to rest. *This run* is the last one begun
        before the event. The steps of a start: *drain* (the old run ends), *wait* (before a restart), *depend* (on another child), *watch* (the source is read),
        *build*, *lease* (a port), *spawn*, *ready* (until the child listens, and is ready), *clear* (a failed run is removed before anybody is told). An *update*
        in tandem is *starting* until the new run takes over, and *draining* until the old one has ended.
        """;

    public static string Write(IReadOnlyList<Cell> cells)
    {
        StringBuilder text = new StringBuilder(Introduction.ReplaceLineEndings("\n")).Append("\n\n");
        WriteDiagram(text, cells);
        foreach (IGrouping<string, Cell> situation in cells.GroupBy(cell => cell.Situation.Title, StringComparer.Ordinal))
        {
            WriteSituation(text, situation.Key, [.. situation]);
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static void WriteDiagram(StringBuilder text, IReadOnlyList<Cell> cells)
    {
        text.Append("Every transition that was seen, and what led to it at once:\n\n```mermaid\nstateDiagram-v2\n    [*] --> stopped\n");
        var edges =
            from cell in cells
            from way in cell.Transitions
            group cell.Stimulus by way into edge
            orderby edge.Key.From, edge.Key.To
            select (edge.Key.From, edge.Key.To, Causes: Stimulus.All.Where(edge.Contains).Select(stimulus => stimulus.Edge).Distinct());
        foreach ((string from, string to, IEnumerable<string> causes) in edges)
        {
            text.Append(CultureInfo.InvariantCulture, $"    {from} --> {to} : {string.Join(", ", causes)}\n");
        }

        text.Append("```\n");
    }

    private static void WriteSituation(StringBuilder text, string title, IReadOnlyList<Cell> cells)
    {
        text.Append("\n## ").Append(title).Append("\n\n| event | then | answer | who waited | in the end |\n| --- | --- | --- | --- | --- |\n");
        foreach (IGrouping<string, Cell> row in cells.GroupBy(Outcome, StringComparer.Ordinal))
        {
            text.Append("| ").Append(string.Join("<br>", row.Select(cell => cell.Stimulus.Title))).Append(row.Key).Append(" |\n");
        }
    }

    private static string Outcome(Cell cell) =>
        $" | {cell.Then} | {cell.AnswerNow}{(cell.AnswerLater.Length > 0 ? $", then {cell.AnswerLater}" : "")} | {cell.Others} | {cell.Finally}";
}
