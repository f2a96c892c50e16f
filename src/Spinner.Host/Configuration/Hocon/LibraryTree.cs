using Spinner.Configuration;

namespace Spinner.Host.Configuration.Hocon;

/// <summary>What a file says, as the library reads it. Akka.NET's form in between would trim texts, and take the text "null" for nothing.</summary>
internal static class LibraryTree
{
    public static HoconSection From(LocatedSection section) =>
        new(section.Items.ToDictionary(item => item.Key, item => Node(item.Value), StringComparer.Ordinal));

    private static HoconNode Node(Located located) => located switch
    {
        LocatedSection section => From(section),
        LocatedList list => new HoconList([.. list.Items.Select(item => (item as LocatedText)?.Text)]),
        _ => new HoconText(((LocatedText)located).Text),
    };
}
