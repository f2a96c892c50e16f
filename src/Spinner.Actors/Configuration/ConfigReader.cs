using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Configuration;

/// <summary>Turns the tree of the <c>spinner</c> section into options and children; whatever is wrong goes to the errors.</summary>
internal sealed class ConfigReader(string baseDirectory, PlanErrors errors)
{
    public SpinnerOptions Options(HoconSection spinner)
    {
        SpinnerOptions options = new();
        ReadOptions(spinner, "", options);
        if (SpecRules.IsPath(options.RuntimeFolder))
        {
            options.RuntimeFolder = Path.GetFullPath(options.RuntimeFolder!, baseDirectory);
        }

        if (SpecRules.IsPath(options.RunFile))
        {
            options.RunFile = Path.GetFullPath(options.RunFile!, baseDirectory);
        }

        string key = $"{ConfigKeys.Root}.{ConfigKeys.Defaults}";
        options.Defaults = Spec(key, spinner.Items[ConfigKeys.Defaults], "defaults", [], general: null).Spec;
        return options;
    }

    public IReadOnlyList<ConfiguredChild> Children(HoconSection spinner, SpinnerOptions options)
    {
        string key = $"{ConfigKeys.Root}.{ConfigKeys.Children}";
        if (spinner.Items[ConfigKeys.Children] is HoconSection children)
        {
            return [.. children.Items
                .OrderBy(child => child.Key, StringComparer.Ordinal)
                .Select(child => Child($"{key}.{PlanErrors.Quote(child.Key)}", child.Key, child.Value, options, spinner.Items[ConfigKeys.Defaults]))];
        }

        errors.Add(key, $"{key} is not a section: write {{ \"name\" {{ ... }} }}.");
        return [];
    }

    /// <summary>Looks up what the children name. Options with an error so far, here or in the defaults, have no other.</summary>
    public void CheckFiles(IEnumerable<ConfiguredChild> children, SpinnerOptions options, IHostFiles files)
    {
        string ofDefaults = $"{ConfigKeys.Root}.{ConfigKeys.Defaults}.";
        ToldKeys told = new(errors);
        foreach (ChildSpec spec in children.Select(child => child.Spec))
        {
            string key = $"{ConfigKeys.Root}.{ConfigKeys.Children}.{PlanErrors.Quote(spec.Name.Value)}.";
            PlanErrors all = new();
            foreach (string sentence in PlanResolver.Resolve(spec, options.Defaults, options.MaxStopTimeout, files).Errors)
            {
                all.Add(sentence);
            }

            // Arguments are judged by what the command is, and that may be what is wrong.
            bool isRight = !told.Below(key);
            PlanErrors news = new();
            foreach (PlanError error in all.All.Where(error => !told.Contains(ofDefaults + error.Option)
                && (isRight || (error.Option.Length > 0 && !error.Option.StartsWith("args", StringComparison.Ordinal) && !told.Contains(key + error.Option)))))
            {
                news.Add(error.Text);
            }

            errors.AddAll(key, news);
        }
    }

    private ConfiguredChild Child(string key, string name, HoconNode node, SpinnerOptions options, HoconNode defaults)
    {
        (ChildSpec spec, bool onDemand) = Spec(key, node, name, [ConfigKeys.OnDemand, .. ConfigKeys.OfChildren.Keys], defaults as HoconSection);
        PlanErrors ofChild = new();
        SpecRules.CheckName(spec.Name, ofChild);
        if (node is not HoconSection)
        {
            // Told already, and all else would follow from it.
            errors.AddAll($"{key}.", ofChild);
            return new ConfiguredChild(spec, onDemand);
        }

        SpecRules.CheckValues(spec, options.MaxStopTimeout, ofChild);
        if (spec.Script is not null && spec.Command is not null)
        {
            ofChild.Add("script and command exclude each other: give one.");
        }
        else if (spec.Script is null && (spec.Command ?? options.Defaults.Command) is null && spec.Args is null or { Count: 0 })
        {
            ofChild.Add("command, args and script are all missing: give a command, a script, or a script as the first of args.");
        }

        if (!onDemand && spec.IdleTime is { } idle && idle != Timeout.InfiniteTimeSpan)
        {
            ofChild.Add($"idle-time {Limits.Text(idle)} has no effect on a child that is not on-demand: add on-demand = on, or leave it out.");
        }

        CheckTogether(spec, options, ofChild);
        errors.AddAll($"{key}.", ofChild);
        return new ConfiguredChild(onDemand ? spec : spec with { IdleTime = Timeout.InfiniteTimeSpan }, onDemand);
    }

    /// <summary>What does not go with the defaults; what is wrong with the child, or with the defaults, by itself is told without this.</summary>
    private void CheckTogether(ChildSpec spec, SpinnerOptions options, PlanErrors ofChild)
    {
        (PlanErrors together, PlanErrors ofDefaults) = (new PlanErrors(), new PlanErrors());
        CombinationRules.Check(SpecMerge.Merge(spec, options.Defaults, options.MaxStopTimeout, baseDirectory), together);
        CombinationRules.Check(options.Defaults, ofDefaults);
        foreach (string sentence in together.Sentences.Except(ofDefaults.Sentences).Except(ofChild.Sentences).ToArray())
        {
            ofChild.Add(sentence);
        }
    }

    private (ChildSpec Spec, bool OnDemand) Spec(string key, HoconNode node, string name, IReadOnlyList<string> more, HoconSection? general)
    {
        ChildSpec spec = new() { Name = name, BaseDirectory = baseDirectory };
        if (node is not HoconSection section)
        {
            errors.Add(key, $"{key} is not a section: write {{ ... }}.");
            return (spec, false);
        }

        foreach ((string option, Func<ChildSpec, ConfigValue, ChildSpec> read) in ConfigKeys.OfSpecs.Concat(ConfigKeys.OfChildren))
        {
            if (section.Items.TryGetValue(option, out HoconNode? value) && (ConfigKeys.OfSpecs.ContainsKey(option) || more.Contains(option)))
            {
                spec = read(spec, new ConfigValue($"{key}.{option}", value, errors));
            }
        }

        foreach ((string option, Func<OutputTarget, ConfigValue, OutputTarget> read) in ConfigKeys.OfFiles)
        {
            spec = OfFiles(spec, $"{key}.{option}", section.Items.GetValueOrDefault(option), general?.Items.GetValueOrDefault(option), read);
        }

        bool onDemand = false;
        if (more.Contains(ConfigKeys.OnDemand) && section.Items.TryGetValue(ConfigKeys.OnDemand, out HoconNode? demand))
        {
            onDemand = new ConfigValue($"{key}.{ConfigKeys.OnDemand}", demand, errors).Switch() ?? false;
        }

        string[] known = [.. ConfigKeys.OfSpecs.Keys, .. ConfigKeys.OfFiles.Keys, .. more];
        foreach (string unknown in section.Items.Keys.Except(known))
        {
            errors.Add($"{key}.{ConfigKeys.Part(unknown)}", $"{key}.{ConfigKeys.Part(unknown)} is no key of Spinner{Suggestion.For(unknown, known)}");
        }

        return (spec, onDemand);
    }

    /// <summary>Sets what a key says of both targets that are files. What is wrong with the key of the defaults is told with the defaults.</summary>
    private ChildSpec OfFiles(
        ChildSpec spec, string key, HoconNode? own, HoconNode? general, Func<OutputTarget, ConfigValue, OutputTarget> read)
    {
        if ((own ?? general) is not { } node)
        {
            return spec;
        }

        // Judged once, whether there is a file or two or none.
        _ = read(OutputTarget.File("any"), new ConfigValue(key, node, own is null ? new PlanErrors() : errors));
        return spec with { Stdout = Apply(spec.Stdout), Stderr = Apply(spec.Stderr) };

        OutputTarget? Apply(OutputTarget? target) =>
            target?.Kind == OutputTargetKind.File ? read(target, new ConfigValue(key, node, new PlanErrors())) : target;
    }

    private void ReadOptions(HoconSection section, string prefix, SpinnerOptions options)
    {
        foreach ((string name, HoconNode value) in section.Items)
        {
            string key = prefix + ConfigKeys.Part(name);
            if (ConfigKeys.OfOptions.TryGetValue(key, out Action<SpinnerOptions, ConfigValue>? read))
            {
                read(options, new ConfigValue($"{ConfigKeys.Root}.{key}", value, errors));
            }
            else if (value is HoconSection group && ConfigKeys.OfOptions.Keys.Any(known => known.StartsWith($"{key}.", StringComparison.Ordinal)))
            {
                ReadOptions(group, $"{key}.", options);
            }
            else if (key is not (ConfigKeys.Defaults or ConfigKeys.Children or ConfigKeys.Host or ConfigKeys.EnvFile or ConfigKeys.Remote or ConfigKeys.AdvertisedHost))
            {
                string[] known = [.. ConfigKeys.OfOptions.Keys, ConfigKeys.Defaults, ConfigKeys.Children, ConfigKeys.Host, ConfigKeys.EnvFile, ConfigKeys.Remote, ConfigKeys.AdvertisedHost];
                errors.Add($"{ConfigKeys.Root}.{key}", $"{ConfigKeys.Root}.{key} is no key of Spinner{Suggestion.For(key, known)}");
            }
        }
    }
}
