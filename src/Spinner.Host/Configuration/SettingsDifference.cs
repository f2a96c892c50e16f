using Spinner.Configuration;
using Spinner.Host.Configuration.Hocon;

namespace Spinner.Host.Configuration;

/// <summary>The settings beside the children that differ between two configurations.</summary>
internal static class SettingsDifference
{
    private const string Akka = "akka";

    public static IReadOnlyList<string> Between(LocatedSection old, LocatedSection @new)
    {
        Dictionary<string, string> before = Settings(old);
        Dictionary<string, string> after = Settings(@new);
        string[] keys = [.. before.Keys.Union(after.Keys).Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key)).Order(StringComparer.Ordinal)];

        // A section that has come or gone is one change, of whatever is in it.
        return RemoteSection.IsIn(old) == RemoteSection.IsIn(@new) ? keys
            : [.. keys.Where(key => !key.StartsWith($"{RemoteSection.Section}.", StringComparison.Ordinal)).Append(RemoteSection.Section).Order(StringComparer.Ordinal)];
    }

    /// <summary>What is left out has its default: to write that down is no change.</summary>
    private static Dictionary<string, string> Settings(LocatedSection source)
    {
        HoconSection all = LibraryTree.From(source).Over(HoconNode.From(HostSettingsReader.Reference)).Over(HoconNode.From(SpinnerConfig.Reference));
        if (RemoteSection.IsIn(source))
            all = RemoteSection.Complete(all);
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        foreach ((string key, HoconNode node) in all.Items.Where(item => item.Key is ConfigKeys.Root or Akka))
            Add(settings, key, node);
        return settings;
    }

    private static void Add(Dictionary<string, string> settings, string key, HoconNode node)
    {
        switch (node)
        {
            case HoconSection section:
                foreach ((string name, HoconNode item) in section.Items)
                {
                    if (key != ConfigKeys.Root || name is not (ConfigKeys.Defaults or ConfigKeys.Children or ConfigKeys.EnvFile))
                        Add(settings, $"{key}.{ConfigKeys.Part(name)}", item);
                }

                break;
            case HoconList list:
                settings[key] = string.Join('\n', list.Items);
                break;
            case HoconText { Value: { } text }:
                // "10s" and "10 s" are the same.
                settings[key] = text.Replace(" ", "", StringComparison.Ordinal);
                break;
        }
    }
}
