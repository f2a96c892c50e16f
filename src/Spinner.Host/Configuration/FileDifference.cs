using Spinner.Configuration;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Host.Configuration;

/// <summary>A child that is in both files, but not the same.</summary>
/// <param name="Name">The child.</param>
/// <param name="Keys">The keys whose values differ, defaults and env-files applied.</param>
internal sealed record ChangedChild(ChildName Name, IReadOnlyList<string> Keys)
{
    /// <summary>Whether a run of it goes on: only when it is started and stopped has changed, and nothing of what it runs as.</summary>
    public bool RunsOn => Keys.All(key => key is ConfigKeys.OnDemand or SpecOptions.IdleTime);
}

/// <summary>What became of a file. Children are compared as they are started: with defaults, substitution and env-files.</summary>
/// <param name="Added">Children only the new file has.</param>
/// <param name="Removed">Children only the old file has.</param>
/// <param name="Changed">Children that differ.</param>
/// <param name="Unchanged">Children that are the same.</param>
/// <param name="SettingsThatNeedRestart">Keys beside the children that differ: they take effect when the daemon is started anew.</param>
internal sealed record FileDifference(
    IReadOnlyList<ChildName> Added,
    IReadOnlyList<ChildName> Removed,
    IReadOnlyList<ChangedChild> Changed,
    IReadOnlyList<ChildName> Unchanged,
    IReadOnlyList<string> SettingsThatNeedRestart)
{
    public static FileDifference Between(ConfigFile old, ConfigFile @new)
    {
        Dictionary<ChildName, ConfiguredChild> before = old.Children.ToDictionary(child => child.Spec.Name);
        Dictionary<ChildName, ConfiguredChild> after = @new.Children.ToDictionary(child => child.Spec.Name);
        ChangedChild[] both = [.. after.Keys.Where(before.ContainsKey).Select(name => new ChangedChild(name, Keys(before[name], old, after[name], @new)))];
        return new FileDifference(
            [.. after.Keys.Where(name => !before.ContainsKey(name))],
            [.. before.Keys.Where(name => !after.ContainsKey(name))],
            [.. both.Where(child => child.Keys.Count > 0)],
            [.. both.Where(child => child.Keys.Count == 0).Select(child => child.Name)],
            SettingsDifference.Between(old.Source, @new.Source));
    }

    private static List<string> Keys(ConfiguredChild one, ConfigFile oneFile, ConfiguredChild other, ConfigFile otherFile)
    {
        (ChildSpec before, ChildSpec after) = (Merged(one, oneFile), Merged(other, otherFile));
        List<string> keys = [.. SpecOptions.All.Where(option => option.Value(before) != option.Value(after)).Select(option => option.Key)];
        if (one.OnDemand != other.OnDemand)
            keys.Add(ConfigKeys.OnDemand);

        // Relative paths lead somewhere else.
        if (before.BaseDirectory != after.BaseDirectory)
            keys.Add("the folder of the file");
        return keys;
    }

    private static ChildSpec Merged(ConfiguredChild child, ConfigFile file) =>
        SpecMerge.Merge(child.Spec, file.Options.Defaults, file.Options.MaxStopTimeout, file.Folder);
}
