using System.Text.RegularExpressions;
using Spinner.Configuration;
using Spinner.Host.Configuration.Hocon;
using Spinner.Policies;

namespace Spinner.Host.Configuration;

/// <summary>Finds the lines of what the library finds wrong.</summary>
/// <param name="source">The values with their lines.</param>
/// <param name="path">The file.</param>
internal sealed partial class ErrorPlaces(LocatedSection source, string path)
{
    public IEnumerable<ConfigError> Of(IEnumerable<PlanError> errors) => errors.Select(Of);

    private ConfigError Of(PlanError error)
    {
        string name = NeedlessQuotes().Replace(error.Key, "${name}");
        if (error.Key.Length == 0)
            return new ConfigError(path, null, null, error.Message);
        IReadOnlyList<string> key = KeyPath.Parse(error.Location);
        Located nearest = Nearest(key);

        // The key is in no file: a default that does not go with another one.
        return nearest == source
            ? new ConfigError(path, null, name, error.Message)
            : nearest.Place.Error(WithoutSecrets(error.Message, nearest), name);
    }

    /// <summary>What a child does not say itself the defaults may say.</summary>
    private Located Nearest(IReadOnlyList<string> key)
    {
        if (key is [ConfigKeys.Root, ConfigKeys.Children, _, { } option, ..]
            && source.Find([.. key.Take(4)]) is null
            && source.Find(ConfigKeys.Root, ConfigKeys.Defaults, option) is not null)
            return source.Nearest([ConfigKeys.Root, ConfigKeys.Defaults, .. key.Skip(3)]);
        return source.Nearest(key);
    }

    /// <summary>Values that come from the environment are told by their names.</summary>
    public static string WithoutSecrets(string message, Located? value) => value switch
    {
        LocatedText { IsSecret: true, Text: { Length: > 0 } secret, Shown: { } shown } =>
            message
                .Replace(PlanErrors.Quote(secret), PlanErrors.Quote(shown), StringComparison.Ordinal)
                .Replace(SpecOptions.Quote(secret), shown, StringComparison.Ordinal)
                .Replace(secret, shown, StringComparison.Ordinal),
        LocatedList list => list.Items.Aggregate(message, WithoutSecrets),
        LocatedSection section => section.Items.Values.Aggregate(message, WithoutSecrets),
        _ => message,
    };

    [GeneratedRegex(@"(?<=\.)""(?<name>[A-Za-z0-9_-]+)""(?=\.|$)")]
    private static partial Regex NeedlessQuotes();
}
