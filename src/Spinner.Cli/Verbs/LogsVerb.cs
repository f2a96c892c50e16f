using System.CommandLine;
using System.Text.Json;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner logs</c>.</summary>
internal static class LogsVerb
{
    /// <summary>The most lines of a child that a host gives.</summary>
    internal const int LongestTail = 100_000;

    public static Command Create()
    {
        Argument<string[]> names = Names.Any("The children; none: all, and those to come.");
        Option<bool> follow = new("--follow", "-f") { Arity = ArgumentArity.Zero, Description = "Goes on with what they print from now on." };
        Option<int?> tail = new("--tail", "-n") { Description = "The last lines of each child. Default: 100.", HelpName = "lines" };
        Option<bool> noPrefix = new("--no-prefix") { Arity = ArgumentArity.Zero, Description = "The lines alone, without the names." };
        Option<bool> timestamps = new("--timestamps", "-t") { Arity = ArgumentArity.Zero, Description = "When each line was read, in UTC." };
        tail.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(uint.TryParse(token.Value, out uint count) && count <= LongestTail))
                result.AddError($"-n wants a number of lines, 0-{LongestTail}, and not '{token.Value}'.");
        });
        Command logs = new("logs", "Shows what children print: \"name |\" stands before standard output, \"name !\" before standard error.")
        {
            names, follow, tail, noPrefix, timestamps,
        };
        return logs.Does((cli, result) => RunAsync(
            cli, result.Distinct(names), result.GetValue(follow), result.GetValue(tail), new LogLines(cli.Out, !result.GetValue(noPrefix), result.GetValue(timestamps))));
    }

    private static async Task<int> RunAsync(CliContext cli, string[] names, bool follow, int? tail, LogLines lines)
    {
        List<string> parameters = [];
        if (tail is { } count)
            parameters.Add($"tail={count}");
        if (follow)
        {
            parameters.Add("follow=true");
            CliContext.EndWithReader();
        }

        if (!cli.Json)
            await ExpectAsync(cli, names, lines).ConfigureAwait(false);
        using HttpRequestMessage request = new(HttpMethod.Get, Names.Query(Routes.Logs, names, parameters));
        await foreach (string json in cli.Host.LinesAsync(request, cli.Cancel).ConfigureAwait(false))
        {
            if (cli.Json)
                cli.Out.Line(json);
            else if (JsonSerializer.Deserialize(json, ContractJson.Default.LogLineView) is { } line)
                lines.Show(line);
            if (follow)
                cli.Out.Flush();
        }

        return ExitCodes.Success;
    }

    // So that prefixes are as wide from the first line as the longest name needs.
    private static async Task ExpectAsync(CliContext cli, string[] names, LogLines lines)
    {
        if (names.Length == 0)
            names = [.. (await cli.Host.GetAsync(Routes.Children, ContractJson.Default.ChildListView, cli.Cancel).ConfigureAwait(false)).Children.Select(child => child.Name)];
        Array.ForEach(names, lines.Expect);
    }
}
