using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Spinner.Cli.Verbs;

/// <summary>The options of <c>start</c>, <c>restart</c> and <c>run</c> that describe a child, and the JSON they make. The host checks their values.</summary>
internal sealed class SpecOptions
{
    private readonly EnvOptions _env = new();
    private readonly Option<string[]> _monitor = new("--monitor") { Description = "A file, folder or glob whose change restarts it. Repeatable.", HelpName = "path" };
    private readonly Option<bool> _tandem = new("--tandem") { Arity = ArgumentArity.Zero, Description = "A restart starts the new run beside the old one, which serves until the new one is ready." };
    private readonly Option<string?> _cwd = Text("--cwd", "Its working directory. Default: this one.", "folder");
    private readonly Option<string?> _spec = Text("--spec", "A JSON file with the whole description; - reads standard input. Other options win over it.", "file");
    private readonly Option<string?> _readiness = Text("--readiness", "What tells that it is ready: listen, notify, none, http=/path, log=regex or exec=COMMAND.", "check");
    private readonly Option<string?> _liveness = Text("--liveness", "What tells that it still works: none, tcp, watchdog=30s, http=/path or exec=COMMAND.", "check");

    // Passed on as they are: the key in the body, and the option.
    private readonly (string Key, Option<string?> Option)[] _plain =
    [
        ("timeout", Text("--timeout", "How long its start may take (5s).", "time")),
        ("stopTimeout", Text("--stop-timeout", "From the stop signal to SIGKILL (30s).", "time")),
        ("idleTime", Text("--idle-time", "Unused for this long, it is stopped (30 min); -1: never.", "time")),
        ("attempts", Text("--attempts", "How many starts in a row may fail (3).", "number")),
        ("restart", Text("--restart", "After an exit: tolerance, always, on-failure or never.", "mode")),
        ("endpoint", Text("--endpoint", "Where it listens: tcp, unix or none.", "kind")),
        ("portRange", Text("--port-range", "The ports to choose from (7000-7999).", "low-high")),
    ];

    public void AddTo(Command command)
    {
        command.Add(_cwd);
        _env.AddTo(command);
        command.Add(_monitor);
        command.Add(_tandem);
        command.Add(_readiness);
        command.Add(_liveness);
        foreach ((_, Option<string?> option) in _plain)
            command.Add(option);
        command.Add(_spec);
    }

    /// <summary>The names before the <c>--</c>, and what is behind it and in the options.</summary>
    /// <exception cref="UsageException">They make no sense together.</exception>
    /// <exception cref="SpecException">A file cannot be read.</exception>
    public (string[] Names, Description What) Read(ParseResult result, Argument<string[]> names)
    {
        int dashes = result.FirstDashes();
        ILookup<bool, string> words = (result.GetResult(names)?.Tokens ?? []).ToLookup(token => result.PlaceOf(token) < dashes, token => token.Value);
        string[] who = [.. words[true].Distinct(StringComparer.Ordinal)];
        Description what = Read(result, [.. words[false]]);
        if (who.Length == 0)
            throw new UsageException("Which child? Give a name before the --.");
        if (what.Spec is not null && who.Length > 1)
            throw new UsageException("A command and options describe one child: give one name.");
        return (who, what);
    }

    /// <summary>The options as a child of this script has them.</summary>
    /// <exception cref="UsageException">They make no sense together.</exception>
    /// <exception cref="SpecException">A file cannot be read.</exception>
    public JsonObject ReadFor(ParseResult result, string script, IEnumerable<string> args)
    {
        JsonObject spec = Read(result, []).ForScript(script);
        if (args.ToArray() is { Length: > 0 } given)
            spec["args"] = Array(given);
        return spec;
    }

    private Description Read(ParseResult result, string[] commandLine)
    {
        bool isWhole = commandLine.Length > 0 || result.GetValue(_spec) is not null;
        JsonObject spec = result.GetValue(_spec) is { } file ? SpecFile.Read(file) : [];
        if (commandLine.Length > 0)
        {
            spec["command"] = commandLine[0];
            spec["args"] = Array(commandLine.Skip(1));
        }

        _env.Apply(result, spec);
        if (result.GetValue(_monitor) is { Length: > 0 } monitor)
            spec["monitor"] = Array(monitor.Select(Path.GetFullPath));
        if (result.GetValue(_tandem))
            spec["tandem"] = true;
        if (result.GetValue(_readiness) is { } readiness)
            spec["readiness"] = Check(readiness);
        if (result.GetValue(_liveness) is { } liveness)
            spec["liveness"] = Check(liveness);
        foreach ((string key, Option<string?> option) in _plain)
        {
            if (result.GetValue(option) is { } value)
                spec[key] = Value(value);
        }

        if (result.GetValue(_cwd) is { } cwd)
            spec["cwd"] = Path.GetFullPath(cwd);
        if (isWhole)
            spec.TryAdd("baseDirectory", Environment.CurrentDirectory);
        return new Description(isWhole || spec.Count > 0 ? spec : null, isWhole);
    }

    private static Option<string?> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];

    // Numbers as numbers: -1 and 3 mean the same either way, and the body reads as one would write it.
    private static JsonNode Value(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : text;

    // "http=/path" is { "http": "/path" }, "exec=a b" { "exec": ["a", "b"] }, and "listen" itself.
    private static JsonNode Check(string text) => text.Split('=', 2) switch
    {
        ["exec", var command] => new JsonObject { ["exec"] = Array(command.Split(' ', StringSplitOptions.RemoveEmptyEntries)) },
        [var kind, var value] => new JsonObject { [kind] = value },
        _ => text,
    };
}
