using System.CommandLine;
using System.Text.Json.Nodes;

namespace Spinner.Cli.Verbs;

/// <summary><c>--env</c> and <c>--env-file</c>. What is nearest to the child wins: a variable of <c>--env</c>, then the last file, then the spec.</summary>
internal sealed class EnvOptions
{
    private readonly Option<string[]> _env = new("--env", "-e")
    {
        Description = "A variable of its environment: NAME=VALUE, or NAME for the value it has here. Repeatable.",
        HelpName = "NAME[=VALUE]",
    };

    private readonly Option<string[]> _files = new("--env-file")
    {
        Description = "A file of NAME=value lines for its environment. Repeatable.",
        HelpName = "file",
    };

    public void AddTo(Command command)
    {
        command.Add(_env);
        command.Add(_files);
    }

    /// <summary>Puts the variables into the spec.</summary>
    /// <exception cref="UsageException">One has no name, or is not set here.</exception>
    /// <exception cref="SpecException">A file cannot be read.</exception>
    public void Apply(ParseResult result, JsonObject spec)
    {
        KeyValuePair<string, string>[] all =
        [
            .. (result.GetValue(_files) ?? []).SelectMany(EnvFile.Read),
            .. (result.GetValue(_env) ?? []).Select(Variable),
        ];
        if (all.Length == 0)
            return;
        if (spec["env"] is not JsonObject values)
            spec["env"] = values = [];
        foreach ((string name, string value) in all)
            values[name] = value;
    }

    private static KeyValuePair<string, string> Variable(string given) => given.IndexOf('=', StringComparison.Ordinal) switch
    {
        0 => throw new UsageException("--env wants NAME=VALUE or NAME, and the name is missing."),
        < 0 => KeyValuePair.Create(given, Environment.GetEnvironmentVariable(given)
            ?? throw new UsageException($"--env {given}: there is no variable {given} here to pass on. Set it, or write {given}=VALUE.")),
        int at => KeyValuePair.Create(given[..at], given[(at + 1)..]),
    };
}
