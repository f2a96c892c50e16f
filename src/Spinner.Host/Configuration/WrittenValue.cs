using Spinner.Host.Configuration.Hocon;

namespace Spinner.Host.Configuration;

/// <summary>A value as it stands in the file, with the names of environment variables: for what is not to be told of them.</summary>
internal static class WrittenValue
{
    public static string Of(Located value) => value switch
    {
        LocatedList list => SpecOptions.List(list.Items.Select(item => (item as LocatedText)?.Shown ?? "")),
        LocatedSection section => string.Join(", ", section.Items.Select(item => $"{item.Key} {Of(item.Value)}")),
        _ => SpecOptions.Quote(((LocatedText)value).Shown ?? ""),
    };

    /// <summary>
    /// Whether what comes from the environment is in the plan letter by letter, so that it is found there: not where the plan has a path, a time or a
    /// number that was made of it, which would tell the value in another form.
    /// </summary>
    public static bool StaysInPlan(Located value) => value is LocatedSection section && section.Items.All(item =>
        !item.Value.HasSecrets || item.Key is "http" or "log" || (item.Value is LocatedList list && !list.Items[0].HasSecrets));
}
