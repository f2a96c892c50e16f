using Akka.Configuration;
using Spinner.Configuration;
using Spinner.Host.Configuration;
using Spinner.Host.Configuration.Hocon;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

/// <summary>The host's reader of HOCON beside that of Akka.NET, and under fire.</summary>
public sealed class ParserTests
{
    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(Repository.Root, "*.conf", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void What_Akka_reads_is_read_alike(string path)
    {
        string text = File.ReadAllText(Repository.PathOf(path));
        HoconSection theirs = HoconNode.From(ConfigurationFactory.ParseString(text));

        HoconSection ours = HoconNode.From(AkkaConfig.From(Read(Repository.PathOf(path))));

        Assert.Equal(Lines("", theirs).Order(StringComparer.Ordinal), Lines("", ours).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_actor_system_sees_the_values_of_the_file()
    {
        using ConfigFolder folder = ConfigFolder.Of("akka { loglevel = ${LEVEL}, loggers = [\"A, B\", \"C\"], actor { ask-timeout = 5 s, serializers.x = null } }");
        folder.Environment["LEVEL"] = "a = \"{x}\" # y";

        Config config = folder.Load().Config;

        Assert.Equal("a = \"{x}\" # y", config.GetString("akka.loglevel"));
        Assert.Equal(["A, B", "C"], config.GetStringList("akka.loggers"));
        Assert.Equal(TimeSpan.FromSeconds(5), config.GetTimeSpan("akka.actor.ask-timeout"));
        Assert.Null(config.GetString("akka.actor.serializers.x"));
    }

    [Fact]
    public void Damaged_text_is_refused_or_read_but_never_thrown_at_the_user()
    {
        string whole = File.ReadAllText(Repository.PathOf("hocon/host.conf"))
            + "a = ${?b} [1, \"x\\n\"] \nspinner.children { web { command = sh, args += \"\"\"q\"\"\" } }\ninclude optional(\"no.conf\")\n";
        Random random = new(42);
        const string Bits = "{}[]\",=:+$?\\/*#\n .";
        for (int i = 0; i < 400; i++)
        {
            List<char> text = [.. whole];
            for (int damage = random.Next(1, 6); damage > 0; damage--)
            {
                int at = random.Next(text.Count);
                if (random.Next(2) == 0) text.RemoveRange(at, Math.Min(random.Next(1, 40), text.Count - at));
                else text.Insert(at, Bits[random.Next(Bits.Length)]);
            }

            using ConfigFolder folder = ConfigFolder.Of(string.Concat(text));
            ConfigFile file = folder.Load();
            Assert.All(file.Errors, error => Assert.True(error.Line is null or > 0, error.ToString()));
            Assert.Equal(file.Errors.Count == 0, file.Settings is not null);
        }
    }

    private static LocatedSection Read(string path)
    {
        List<ConfigError> errors = [];
        SectionLayer? root = new HoconFile(errors, []).Read(path);
        Assert.Empty(errors);
        return new Substitution(root!, _ => null, errors).Everything();
    }

    private static IEnumerable<string> Lines(string prefix, HoconNode node) => node switch
    {
        HoconSection { Items.Count: > 0 } section => section.Items.SelectMany(item => Lines($"{prefix}/{item.Key}", item.Value)),
        HoconSection => [$"{prefix} {{}}"],
        HoconList list => [$"{prefix} [{string.Join('|', list.Items)}]"],
        _ => [$"{prefix} {((HoconText)node).Value ?? "null"}"],
    };
}
