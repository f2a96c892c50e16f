using System.Text.RegularExpressions;
using Spinner.Testing;
using Xunit;

namespace Spinner.Conformance.Tests;

/// <summary>What each room of the host may know of the others, and that the client knows neither the host nor the actors.</summary>
public sealed partial class HostRoomsTests
{
    private static readonly string _host = Repository.PathOf("src/Spinner.Host");

    private static readonly Dictionary<string, string[]> _mayKnow = new(StringComparer.Ordinal)
    {
        ["Configuration"] = [],
        ["Upkeep"] = ["Configuration"],
        ["Metrics"] = ["Upkeep"],
        ["Api"] = ["Metrics", "Upkeep"],
        ["Daemon"] = ["Api", "Configuration", "Upkeep"],
        ["Foreground"] = ["Configuration", "Daemon", "Upkeep"],
        ["Doctor"] = ["Upkeep"],
        ["Remote"] = ["Api", "Configuration"],
    };

    public static TheoryData<string> Rooms() => [.. _mayKnow.Keys];

    [Fact]
    public void Every_folder_of_the_host_is_a_known_room() =>
        Assert.Equal(
            _mayKnow.Keys.Order(StringComparer.Ordinal),
            Directory.GetDirectories(_host).Select(folder => Path.GetFileName(folder)).Except(["bin", "obj"]).Order(StringComparer.Ordinal));

    [Fact]
    public void No_two_rooms_know_each_other()
    {
        foreach ((string room, string[] others) in _mayKnow)
            Assert.DoesNotContain(others, other => _mayKnow[other].Contains(room));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_of_the_host_knows_only_what_it_may(string room)
    {
        IEnumerable<string> offences =
            from file in Sources(Path.Combine(_host, room))
            from Match known in Mention().Matches(File.ReadAllText(file))
            let other = known.Groups["room"].Value
            where _mayKnow.ContainsKey(other) && other != room && !_mayKnow[room].Contains(other)
            select $"{Path.GetRelativePath(_host, file)} knows {other}";

        Assert.Empty(offences);
    }

    [Fact]
    public void The_client_knows_neither_the_host_nor_the_actors()
    {
        string folder = Repository.PathOf("src/Spinner.Cli");

        Assert.DoesNotContain("ProjectReference", File.ReadAllText(Path.Combine(folder, "Spinner.Cli.csproj")), StringComparison.Ordinal);
        Assert.All(Sources(folder), file => Assert.DoesNotMatch(@"using (Akka|Spinner\.(Host|Protocol|Hosting))\b", File.ReadAllText(file)));
    }

    private static string[] Sources(string folder) =>
        [.. Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal))];

    [GeneratedRegex(@"^using (static )?Spinner\.Host\.(?<room>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Mention();
}
