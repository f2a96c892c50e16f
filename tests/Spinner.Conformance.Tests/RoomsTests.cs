using System.Text.RegularExpressions;
using Spinner.Testing;
using Xunit;

namespace Spinner.Conformance.Tests;

/// <summary>What each room of the library may know: by its using lines, and by names it spells out.</summary>
public sealed partial class RoomsTests
{
    private static readonly string _library = Repository.PathOf("src/Spinner.Actors");

    private static readonly Dictionary<string, string[]> _mayKnow = new(StringComparer.Ordinal)
    {
        ["Protocol"] = [],
        ["Policies"] = ["Protocol"],
        ["Processes"] = ["Protocol"],
        ["Probes"] = ["Protocol"],
        ["Watching"] = ["Protocol"],
        ["Output"] = ["Protocol"],
        ["Ports"] = ["Protocol", "Akka"],
        ["Wire"] = ["Protocol", "Akka"],
        ["Configuration"] = ["Protocol", "Policies", "Output", "Akka"],
        ["Supervision"] = ["Protocol", "Policies", "Processes", "Probes", "Watching", "Output", "Ports", "Wire", "Configuration", "Akka"],
        ["Hosting"] =
        [
            "Protocol", "Policies", "Processes", "Probes", "Watching", "Output", "Ports", "Wire", "Configuration", "Supervision", "Akka",
        ],
    };

    public static TheoryData<string> Rooms() => [.. _mayKnow.Keys];

    [Fact]
    public void Every_folder_is_a_known_room() =>
        Assert.Equal(
            _mayKnow.Keys.Order(StringComparer.Ordinal),
            Directory.GetDirectories(_library).Select(folder => Path.GetFileName(folder)).Except(["bin", "obj"]).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_knows_only_what_it_may(string room)
    {
        IEnumerable<string> offences =
            from file in Sources(room)
            from known in KnownBy(File.ReadAllText(file))
            where known != room && !_mayKnow[room].Contains(known)
            select $"{Path.GetRelativePath(_library, file)} knows {known}";

        Assert.Empty(offences);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Namespaces_follow_folders(string room) => Assert.All(Sources(room), file =>
    {
        string folder = Path.GetRelativePath(_library, Path.GetDirectoryName(file)!);
        Assert.Contains($"namespace Spinner.{folder.Replace(Path.DirectorySeparatorChar, '.')};", File.ReadAllText(file), StringComparison.Ordinal);
    });

    [Fact]
    public void A_forbidden_name_would_be_noticed() =>
        Assert.Equal(
            ["Akka", "Ports", "Supervision"],
            KnownBy("""
                using Akka.Actor;
                using System.Net;
                using static Spinner.Ports.PortPool;
                // Spinner.Probes in a comment is no knowledge
                private Spinner.Supervision.SpinnerActor _actor;
                """).Order(StringComparer.Ordinal));

    private static string[] Sources(string room) => Directory.GetFiles(Path.Combine(_library, room), "*.cs", SearchOption.AllDirectories);

    private static IEnumerable<string> KnownBy(string source) => Mention().Matches(Comment().Replace(source, ""))
        .Select(match => match.Groups["room"].Success ? match.Groups["room"].Value : "Akka")
        .Where(name => name == "Akka" || _mayKnow.ContainsKey(name))
        .Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"(?<![\w.])(?:Spinner\.(?<room>[A-Z]\w*)|Akka\.[A-Z])")]
    private static partial Regex Mention();

    [GeneratedRegex("//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
