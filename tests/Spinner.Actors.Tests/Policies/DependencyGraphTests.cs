using System.Globalization;
using Spinner.Policies;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class DependencyGraphTests
{
    [Theory]
    [InlineData("web:db", null)]
    [InlineData("web:db,cache db:disk cache:disk", null)]
    [InlineData("web:unknown", null)]
    [InlineData("web:web", "web web")]
    [InlineData("web:db db:web", "web db web")]
    [InlineData("web:a,b a:c b:web c:web", "web b web")]
    [InlineData("web:a a:b b:c c:web", "web a b c web")]
    [InlineData("web:a a:b b:a", null)]
    public void The_shortest_circle_through_a_child_is_named_in_order(string graph, string? circle)
    {
        Dictionary<string, string[]> all = Parse(graph);

        IReadOnlyList<string>? found = DependencyGraph.FindCircle("web", all["web"], Of(all));

        Assert.Equal(circle, found is null ? null : string.Join(' ', found));
    }

    [Fact]
    public void A_chain_of_any_length_is_followed()
    {
        const int Length = 100_000;
        string[] Next(string name) => [((int.Parse(name, CultureInfo.InvariantCulture) + 1) % Length).ToString(CultureInfo.InvariantCulture)];

        Assert.Equal(Length + 1, DependencyGraph.FindCircle("0", Next("0"), Next)?.Count);
        Assert.Equal(
            Length, DependencyGraph.StopOrder(Enumerable.Range(0, Length).Select(i => $"{i}"), name => name == "99999" ? [] : Next(name)).Count);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("b: a: c:", "a b c")]
    [InlineData("web:db db:", "web | db")]
    [InlineData("web:db,cache db:disk cache:disk disk: job:", "job web | cache db | disk")]
    [InlineData("a:b,c b:c c:", "a | b | c")]
    [InlineData("web:db,elsewhere db:", "web | db")]
    [InlineData("top:a a:b b:a,low low: other:", "other top | a b low")]
    [InlineData("a:a", "a")]
    public void Those_nobody_depends_on_are_stopped_first(string graph, string layers)
    {
        Dictionary<string, string[]> all = Parse(graph);

        IReadOnlyList<IReadOnlyList<string>> order = DependencyGraph.StopOrder(all.Keys, Of(all));

        Assert.Equal(layers, string.Join(" | ", order.Select(layer => string.Join(' ', layer))));
    }

    /// <summary><c>web:db,cache db:</c>, each child with what it depends on.</summary>
    private static Dictionary<string, string[]> Parse(string graph) => graph.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(child => child.Split(':'))
        .ToDictionary(child => child[0], child => child[1].Split(',', StringSplitOptions.RemoveEmptyEntries));

    private static Func<string, IEnumerable<string>> Of(Dictionary<string, string[]> all) => name => all.GetValueOrDefault(name, []);
}
