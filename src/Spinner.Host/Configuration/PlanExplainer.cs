using Spinner.Configuration;
using Spinner.Host.Configuration.Hocon;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Host.Configuration;

/// <summary>Tells what Spinner makes of a file without errors, and which line each value comes from.</summary>
internal sealed class PlanExplainer(ConfigFile file, IHostFiles files)
{
    /// <summary>Keys that say nothing where another one makes them idle.</summary>
    private static readonly Dictionary<string, Func<ChildSpec, bool>> _idle = new(StringComparer.Ordinal)
    {
        ["script"] = _ => true, // in the command line
        ["args"] = _ => true,
        ["port-range"] = spec => spec.Endpoint != EndpointKind.Tcp,
        ["listen"] = spec => spec.Endpoint == EndpointKind.None,
        ["build-timeout"] = spec => spec.Script?.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) != true,
        ["tandem-time"] = spec => spec.Tandem != true,
        ["restart-tolerance"] = spec => spec.Restart != RestartMode.Tolerance,
        ["restart-window"] = spec => spec.RestartLimit == 0,
    };

    private readonly ErrorPlaces _places = new(file.Source, file.Path);

    public ExplainedFile Explain()
    {
        ILookup<string, string> dependencies = file.Children
            .SelectMany(child => (child.Spec.DependsOn?.Keys ?? []).Select(other => (child.Spec.Name.Value, other)))
            .ToLookup(pair => pair.Value, pair => pair.other, StringComparer.Ordinal);
        return new ExplainedFile(
            file.Path,
            [.. DependencyGraph.StopOrder(file.Children.Select(child => child.Spec.Name.Value), name => dependencies[name]).Reverse()],
            [.. file.Children.Select(Explain)])
        {
            Remote = file.Remote is null ? null : new RemoteExplainer(file).Explain(),
        };
    }

    private ExplainedChild Explain(ConfiguredChild child)
    {
        ChildSpec spec = SpecMerge.Merge(child.Spec, file.Options.Defaults, file.Options.MaxStopTimeout, file.Folder);
        ChildPlan? plan = PlanResolver.Resolve(child.Spec, file.Options.Defaults, file.Options.MaxStopTimeout, files).Plan;
        ChildSpec resolved = plan is null ? spec : spec with
        {
            WorkingDirectory = plan.WorkingDirectory,
            Monitor = plan.Monitor,
            Readiness = plan.Readiness,
            Liveness = plan.Liveness,
            Stdout = plan.Stdout,
            Stderr = plan.Stderr,
        };
        string name = child.Spec.Name.Value;
        List<ExplainedValue> values = [new("command", CommandLine(name, spec, plan), From(name, "command", "script", "args"))];
        foreach ((string key, Func<ChildSpec, string> text) in SpecOptions.All.Skip(1))
        {
            if (key == SpecOptions.Env)
                values.AddRange((spec.Env ?? new Dictionary<string, string>()).Keys.Order(StringComparer.Ordinal).Select(variable => Variable(name, variable)));
            else if (!(_idle.TryGetValue(key, out Func<ChildSpec, bool>? isIdle) && isIdle(spec)) && Shown(name, key, text, resolved) is { Length: > 0 } value)
                values.Add(Value(name, key, value));
        }

        return new ExplainedChild(name, Node(name)!.Place.ToString(), child.OnDemand, values);
    }

    private ExplainedValue Value(string name, string key, string value)
    {
        if (key is "stdout" or "stderr" && !file.SaysTarget(name, key))
        {
            string log = file.Settings!.ChildrenLogs ? Placeholders.FillPath(Path.Combine(file.Settings.ChildrenLogsFolder, ConfigFile.LogName), name) : "dropped";
            return new ExplainedValue(key, $"shown by up; under the daemon: {log}", null);
        }

        return new ExplainedValue(key, value, From(name, Names(key)));
    }

    private ExplainedValue Variable(string name, string variable) => new(
        $"{SpecOptions.Env}.{ConfigKeys.Part(variable)}",
        "***",
        (Node(name, SpecOptions.Env, variable) ?? Default(SpecOptions.Env, variable))?.Place.ToString());

    /// <summary>What is decided for a key, if all of it was said in files; else as it was written, with the names of the variables.</summary>
    private string Shown(string name, string key, Func<ChildSpec, string> text, ChildSpec resolved) => NodeOf(name, key) switch
    {
        { HasSecrets: true } node when WrittenValue.StaysInPlan(node) => _places.WithoutSecrets(text(resolved), node),
        { HasSecrets: true } node => WrittenValue.Of(node),
        _ => text(resolved),
    };

    private string CommandLine(string name, ChildSpec spec, ChildPlan? plan)
    {
        (LocatedText? command, LocatedText? script) = (NodeOf(name, "command") as LocatedText, NodeOf(name, "script") as LocatedText);
        string[] args = [.. (NodeOf(name, "args") is { HasSecrets: true } written ? ((LocatedList)written).Items.Select(item => ((LocatedText)item).Shown) : spec.Args ?? [])!];
        return SpecOptions.List(plan switch
        {
            null => [spec.Command ?? spec.Script ?? "", .. args],
            { BuildSource: { } source } => [plan.File, $"(what {Hide(script, source)} is built to)", .. args],
            _ when spec.Command is not null => [Hide(command, plan.File), .. args],

            // The runtime of a script, or the script itself.
            _ when spec.Script is not null => plan.Args.Count > args.Length ? [plan.File, Hide(script, plan.Args[0]), .. args] : [Hide(script, plan.File), .. args],
            _ when HasSecrets(name, "args") => args,
            _ => [plan.File, .. plan.Args],
        });
    }

    private bool HasSecrets(string name, string key) => NodeOf(name, key) is { HasSecrets: true };

    private static string Hide(LocatedText? node, string value) => node is { IsSecret: true } ? node.Shown! : value;

    /// <summary>What the child says of a key, else the defaults.</summary>
    private Located? NodeOf(string name, string key) =>
        Names(key).Select(one => Node(name, one)).FirstOrDefault(Says) ?? Names(key).Select(one => Default(one)).FirstOrDefault(Says);

    private static string[] Names(string key) => key == "start-timeout" ? [key, "timeout"] : [key];

    /// <summary>The first of these keys that the child says, else the defaults.</summary>
    private string? From(string name, params IReadOnlyList<string> keys) =>
        (keys.Select(key => Node(name, key)).FirstOrDefault(Says) ?? keys.Select(key => Default(key)).FirstOrDefault(Says))?.Place.ToString();

    private static bool Says(Located? node) => node is not (null or LocatedText { Text: null });

    private Located? Node(string name, params IEnumerable<string> path) => file.Source.Find([ConfigKeys.Root, ConfigKeys.Children, name, .. path]);

    private Located? Default(params IEnumerable<string> path) => file.Source.Find([ConfigKeys.Root, ConfigKeys.Defaults, .. path]);
}
