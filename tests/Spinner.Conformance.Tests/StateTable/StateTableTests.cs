using Spinner.Testing;
using Xunit;

namespace Spinner.Conformance.Tests.StateTable;

/// <summary>Every command is answered in every state, and the document of the states is true.</summary>
public sealed class StateTableTests
{
    private static readonly string _document = Repository.PathOf("docs/state-machine.md");

    private static readonly Lazy<IReadOnlyList<Cell>> _cells = new(() =>
    [
        .. from situation in Situation.All
           from stimulus in Stimulus.All
           let cell = Cell.Try(situation, stimulus)
           where cell is not null
           select cell,
    ]);

    public static TheoryData<string> Situations() => [.. Situation.All.Select(situation => situation.Title)];

    [Theory]
    [MemberData(nameof(Situations))]
    public void Everything_is_answered_once_and_nothing_is_left(string situation)
    {
        Cell[] cells = [.. _cells.Value.Where(cell => cell.Situation.Title == situation)];

        Assert.True(cells.Length > Stimulus.All.Count(stimulus => stimulus.IsCommand));
        Assert.Empty(cells.SelectMany(cell => cell.Defects.Select(defect => $"{cell.Stimulus.Title}: {defect}")));
    }

    [Fact]
    public void The_document_shows_the_table_as_it_is()
    {
        string present = TableDocument.Write(_cells.Value);
        if (Environment.GetEnvironmentVariable("SPINNER_APPROVE") == "1") File.WriteAllText(_document, present);

        Assert.True(
            File.Exists(_document) && File.ReadAllText(_document) == present,
            "docs/state-machine.md differs from what the child does. If that is meant, run the tests with SPINNER_APPROVE=1 and look at the difference.");
    }
}
