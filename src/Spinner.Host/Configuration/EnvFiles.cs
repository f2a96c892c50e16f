using Spinner.Configuration;
using Spinner.Host.Configuration.Hocon;
using Spinner.Policies;

namespace Spinner.Host.Configuration;

/// <summary>
/// Puts what env-files say into the environments of the children, and takes the key out of their sections: the library reads no such files.
/// </summary>
/// <param name="folder">Where relative paths start.</param>
/// <param name="shownFolder">The same as the user named it.</param>
/// <param name="environment">The process's own environment, which wins over the file of the host.</param>
/// <param name="errors">Where errors go.</param>
internal sealed class EnvFiles(string folder, string shownFolder, Func<string, string?> environment, ICollection<ConfigError> errors)
{
    private const string Env = "env";
    private const string DefaultFile = ".env";

    /// <summary>Every file read, absolute.</summary>
    public ISet<string> Files { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The variables of <c>spinner.env-file</c>, or of the file .env beside the configuration. One that the process has keeps that value.</summary>
    public IReadOnlyDictionary<string, EnvVariable> OfHost(Located? key)
    {
        bool isGiven = key is not (null or LocatedText { Text: null });
        IReadOnlyDictionary<string, EnvVariable> all = isGiven ? Read(key!, $"{ConfigKeys.Root}.{ConfigKeys.EnvFile}")
            : File.Exists(Path.Combine(folder, DefaultFile)) ? Read(DefaultFile, message => errors.Add(new ConfigError(Shown(DefaultFile), null, null, message)))
            : new Dictionary<string, EnvVariable>();
        return all.Values.ToDictionary(
            variable => variable.Name,
            variable => environment(variable.Name) is { } own ? variable with { Value = own } : variable,
            StringComparer.Ordinal);
    }

    /// <summary>The configuration with the variables in it.</summary>
    public LocatedSection Apply(LocatedSection root, IReadOnlyDictionary<string, EnvVariable> ofHost)
    {
        if (root.Find(ConfigKeys.Root) is not LocatedSection spinner)
            return ofHost.Count == 0 || root.Find(ConfigKeys.Root) is not null ? root : Apply(root.With((ConfigKeys.Root, Empty(root.Place))), ofHost);

        LocatedSection changed = spinner;
        if (Child(spinner.Find(ConfigKeys.Defaults) ?? Empty(spinner.Place), $"{ConfigKeys.Root}.{ConfigKeys.Defaults}", ofHost) is { } defaults)
            changed = changed.With((ConfigKeys.Defaults, defaults));
        if (spinner.Find(ConfigKeys.Children) is LocatedSection children)
        {
            changed = changed.With((ConfigKeys.Children, children.With(children.Items.Select(child =>
                (child.Key, (Located?)Child(child.Value, $"{ConfigKeys.Root}.{ConfigKeys.Children}.{ConfigKeys.Part(child.Key)}", new Dictionary<string, EnvVariable>()))))));
        }

        return root.With((ConfigKeys.Root, changed));
    }

    private Located Child(Located child, string key, IReadOnlyDictionary<string, EnvVariable> below)
    {
        if (child is not LocatedSection section)
            return child;
        IReadOnlyDictionary<string, EnvVariable> own =
            section.Find(ConfigKeys.EnvFile) is { } files ? Read(files, $"{key}.{ConfigKeys.EnvFile}") : new Dictionary<string, EnvVariable>();
        LocatedSection rest = section.With((ConfigKeys.EnvFile, null));
        Located? env = section.Find(Env);
        if ((own.Count == 0 && below.Count == 0) || env is not (null or LocatedSection or LocatedText { Text: null }))
            return rest;

        LocatedSection all = Empty(env?.Place ?? section.Find(ConfigKeys.EnvFile)?.Place ?? section.Place)
            .With(below.Values.Concat(own.Values).Select(variable => (variable.Name, (Located?)variable.Located)));
        return rest.With((Env, env is LocatedSection given ? all.With(given.Items.Select(item => (item.Key, (Located?)item.Value))) : all));
    }

    private Dictionary<string, EnvVariable> Read(Located key, string name)
    {
        Dictionary<string, EnvVariable> all = new(StringComparer.Ordinal);
        Located[] files = key is LocatedList list ? [.. list.Items] : [key];
        foreach (Located file in files)
        {
            switch (file)
            {
                case LocatedText { Text: null or "" }:
                    break;
                case LocatedText { Text: { } path } text when !path.Contains('\0'):
                    foreach (EnvVariable variable in Read(path, message => errors.Add(text.Place.Error($"{PlanErrors.Quote(text.Shown!)}: {message}", name))).Values)
                        all[variable.Name] = variable;
                    break;
                default:
                    errors.Add(file.Place.Error("names no file: give a path, or a list of paths.", name));
                    break;
            }
        }

        return all;
    }

    private IReadOnlyDictionary<string, EnvVariable> Read(string path, Action<string> refuse)
    {
        string full = Path.GetFullPath(path, folder);
        Files.Add(full);
        return TextFile.Read(full, refuse) is { } text
            ? new EnvFileParser(text, Shown(path), errors).Parse()
            : new Dictionary<string, EnvVariable>();
    }

    private string Shown(string path) => Path.IsPathRooted(path) ? path : Path.Combine(shownFolder, path);

    private static LocatedSection Empty(Place place) => new(place, new Dictionary<string, Located>());
}
