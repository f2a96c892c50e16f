using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace Spinner.Host.Configuration.Hocon;

/// <summary>What a file says, as Akka.NET has it: built value by value, so that nothing has to be escaped and parsed once more.</summary>
internal static class AkkaConfig
{
    private const string Null = "null";

    public static Config From(LocatedSection section) => section.Items.Count > 0 ? new Config(new HoconRoot(Value(section))) : Config.Empty;

    private static HoconValue Value(Located located)
    {
        HoconValue value = new();
        value.AppendValue(Element(located));
        return value;
    }

    private static IHoconElement Element(Located located)
    {
        switch (located)
        {
            case LocatedSection section:
                HoconObject fields = new();
                foreach ((string key, Located item) in section.Items)
                    fields.GetOrCreateKey(key).AppendValue(Element(item));
                return fields;
            case LocatedList list:
                HoconArray items = [];
                items.AddRange(list.Items.Select(Value));
                return items;
            default:
                return new HoconLiteral { Value = ((LocatedText)located).Text ?? Null };
        }
    }
}
