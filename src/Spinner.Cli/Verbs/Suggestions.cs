using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace Spinner.Cli.Verbs;

/// <summary>
/// What can follow on a line that is being completed. Behind the = of an option it is what can follow behind a space; <paramref name="library"/> sees none there.
/// </summary>
internal sealed partial class Suggestions(SynchronousCommandLineAction library) : AsynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default) => CliContext.RunAsync(parseResult, cli =>
    {
        // Not to the console: the framework would set up the terminal on which the line is typed.
        using StringWriter text = new() { NewLine = "\n" };
        parseResult.InvocationConfiguration.Output = text;
        if (parseResult.Tokens.Count > 0 && Assignment().Match(parseResult.Tokens[^1].Value) is { Success: true } line)
            Write(text, parseResult.RootCommandResult.Command, line);
        else
            library.Invoke(parseResult);
        cli.Out.Write(text.ToString());
        return Task.FromResult(ExitCodes.Success);
    });

    private static void Write(StringWriter text, Command root, Match assignment)
    {
        string line = $"{assignment.Groups["before"]}{assignment.Groups["option"]} {assignment.Groups["value"]}";
        foreach (CompletionItem completion in root.Parse(line).GetCompletions(line.Length))
            text.WriteLine($"{assignment.Groups["option"]}={completion.InsertText}");
    }

    [GeneratedRegex(@"^(?<before>.*\s)(?<option>--[a-z-]+)=(?<value>\S*)$", RegexOptions.Singleline)]
    private static partial Regex Assignment();
}
