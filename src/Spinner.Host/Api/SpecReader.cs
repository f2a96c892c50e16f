using System.Text.Json;
using System.Text.Json.Nodes;
using Spinner.Configuration;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>Reads a spec from the body of a request, by the readers of the configuration.</summary>
internal static class SpecReader
{
    private const string Env = "env";

    /// <summary>The spec; null when the body has no option: then the child is meant as it is known.</summary>
    /// <param name="name">The child, as the path names it.</param>
    /// <param name="body">An object.</param>
    /// <param name="currentDirectory">Where relative paths start unless the body says otherwise.</param>
    /// <param name="maxStopTimeout">The longest stop timeout.</param>
    /// <exception cref="ProblemException">The spec has errors: all are told.</exception>
    public static ChildSpec? Read(string name, JsonElement body, string currentDirectory, TimeSpan maxStopTimeout)
    {
        ChildSpec spec = Changed(new ChildSpec { Name = name }, body, maxStopTimeout);
        return spec.IsSameAs(new ChildSpec { Name = name }) ? null : spec with { BaseDirectory = spec.BaseDirectory ?? currentDirectory };
    }

    /// <summary>
    /// What a child is known to be, with what the body says changed (as JSON Merge Patch has it): an option that is null is taken back to its default, and
    /// variables of <c>env</c> are set one by one, or taken out by null.
    /// </summary>
    /// <exception cref="ProblemException">The body has errors: all are told.</exception>
    public static ChildSpec Merge(ChildSpec known, JsonElement body, TimeSpan maxStopTimeout)
    {
        JsonObject change = JsonObject.Create(body)!;
        JsonObject? env = change[Env] as JsonObject;
        string[] removed = [.. (env ?? []).Where(variable => variable.Value is null).Select(variable => variable.Key)];
        foreach (string name in removed)
            env!.Remove(name);
        ChildSpec changed = Changed(known, JsonSerializer.SerializeToElement(change), maxStopTimeout);
        if (env is null)
            return changed;
        Dictionary<string, string> all = new(known.Env ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach ((string name, string value) in changed.Env ?? new Dictionary<string, string>())
            all[name] = value;
        foreach (string name in removed)
            all.Remove(name);
        return changed with { Env = all.Count > 0 ? all : null };
    }

    private static ChildSpec Changed(ChildSpec known, JsonElement body, TimeSpan maxStopTimeout)
    {
        PlanErrors errors = new();
        ChildSpec spec = Options(known, known.Name.Value, body, errors);
        if (errors.Sentences.Count > 0)
        {
            // What can be said against the rest is said at once; without errors here it is said by the start itself.
            SpecRules.CheckName(spec.Name, errors);
            SpecRules.CheckValues(spec, maxStopTimeout, errors);
            throw Problems.InvalidSpec(spec.Name.Value, [.. errors.Sentences.Select(SpecOptions.InNamesOfBody)]);
        }

        return spec;
    }

    private static ChildSpec Options(ChildSpec spec, string name, JsonElement body, PlanErrors errors)
    {
        SpecNodes nodes = new(errors);
        Dictionary<string, ConfigValue> given = new(StringComparer.Ordinal);
        foreach (JsonProperty property in body.EnumerateObject())
        {
            if (property.Name == SpecOptions.Name)
                CheckName(name, property.Value, errors);
            else if (property.Name == SpecOptions.BaseDirectory)
                spec = nodes.Of(property.Name, OptionKind.Text, property.Value) is HoconText { Value: { } folder } ? spec with { BaseDirectory = folder } : spec;
            else if (!SpecOptions.ByName.TryGetValue(property.Name, out SpecOption? option))
                errors.Add($"{PlanErrors.Quote(property.Name)} is no option of a child{Suggestion.For(property.Name, Known)}");
            else if (nodes.Of(option.Name, option.Kind, property.Value) is { } node)
                given.Add(option.Name, new ConfigValue(option.Name, node, errors));
        }

        return Apply(spec, given);
    }

    private static IEnumerable<string> Known => SpecOptions.ByName.Keys.Append(SpecOptions.BaseDirectory);

    private static void CheckName(string name, JsonElement given, PlanErrors errors)
    {
        if (given.ValueKind != JsonValueKind.String || given.GetString() != name)
            errors.Add($"name is another one than {PlanErrors.Quote(name)} in the path: leave it out.");
    }

    /// <summary>In the order of the options, not of the body: of two names for one thing the later one wins, and limits of files come after the files.</summary>
    private static ChildSpec Apply(ChildSpec spec, Dictionary<string, ConfigValue> given)
    {
        foreach (SpecOption option in SpecOptions.All.Where(option => given.ContainsKey(option.Name)))
        {
            ConfigValue value = given[option.Name];
            if (ConfigKeys.OfSpecs.TryGetValue(option.Key, out Func<ChildSpec, ConfigValue, ChildSpec>? read) || ConfigKeys.OfChildren.TryGetValue(option.Key, out read))
                spec = read(spec, value);
            else
                spec = OfFiles(spec, value, ConfigKeys.OfFiles[option.Key]);
        }

        return spec;
    }

    private static ChildSpec OfFiles(ChildSpec spec, ConfigValue value, Func<OutputTarget, ConfigValue, OutputTarget> read)
    {
        // Judged once, whether there is a file or two or none.
        _ = read(OutputTarget.File("any"), value);
        return spec with { Stdout = Set(spec.Stdout), Stderr = Set(spec.Stderr) };

        OutputTarget? Set(OutputTarget? target) =>
            target?.Kind == OutputTargetKind.File ? read(target, value with { Errors = new PlanErrors() }) : target;
    }
}
