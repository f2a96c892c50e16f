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
    private readonly string _folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetFullPath(path);

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

    /// <summary>Sentences about the spec of a child, told with the names of environment variables instead of their values.</summary>
    public IReadOnlyList<string> Shown(string child, IEnumerable<string> sentences)
    {
        PlanErrors errors = new();
        foreach (string sentence in sentences)
            errors.Add(sentence);
        string prefix = $"{ConfigKeys.Root}.{ConfigKeys.Children}.{ConfigKeys.Part(child)}.";
        return [.. errors.All.Select(error => WithoutSecrets(error.Text, Nearest(KeyPath.Parse((error with { Prefix = prefix }).Location))))];
    }

    /// <summary>Values that come from the environment are told by their names; so are the paths that they lead to.</summary>
    public string WithoutSecrets(string message, Located? value) => value switch
    {
        LocatedText { IsSecret: true, Text: { Length: > 0 } secret, Shown: { } shown } =>
            Forms(secret).Aggregate(
                message
                    .Replace(PlanErrors.Quote(secret), PlanErrors.Quote(shown), StringComparison.Ordinal)
                    .Replace(SpecOptions.Quote(secret), shown, StringComparison.Ordinal),
                (text, form) => text.Replace(form, shown, StringComparison.Ordinal)),
        LocatedList list => list.Items.Aggregate(message, WithoutSecrets),

        // What is in an environment is in no message, and may be as short as a digit of one.
        LocatedSection section => section.Items.Where(item => item.Key != SpecOptions.Env).Select(item => item.Value).Aggregate(message, WithoutSecrets),
        _ => message,
    };

    /// <summary>A value, and what it is when it is taken for a path: the longer one first.</summary>
    private IEnumerable<string> Forms(string secret) =>
        (SpecRules.IsPath(secret) ? new[] { Path.GetFullPath(secret, _folder), secret } : [secret]).OrderByDescending(form => form.Length);

    [GeneratedRegex(@"(?<=\.)""(?<name>[A-Za-z0-9_-]+)""(?=\.|$)")]
    private static partial Regex NeedlessQuotes();
}
