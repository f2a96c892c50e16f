using System.CommandLine;
using System.Text.Json;
using Spinner.Cli;
using Spinner.Cli.Verbs;
using Spinner.Configuration;

namespace Spinner.Host.Configuration;

/// <summary><c>spinner check [file]</c>: tells everything that is wrong with a file, or what Spinner makes of it.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        Argument<string> file = new("file")
        {
            Description = "The HOCON file that names the children.",
            DefaultValueFactory = _ => "spinner.conf",
        };
        Option<bool> explain = new("--explain") { Description = "Shows the plan of every child, and the line each value comes from." };
        Command check = new("check", "Tells every error of a file with its line; changes nothing.") { file, explain };
        return check.Does((cli, result) => Task.FromResult(Run(cli, result.GetValue(file)!, result.GetValue(explain))));
    }

    private static int Run(CliContext cli, string path, bool explain)
    {
        ConfigFile file = ConfigFile.Load(path);
        foreach (ConfigError hint in file.Warnings)
            cli.Err.Line($"{hint with { Message = $"hint: {hint.Message}" }}");
        if (cli.Json && (file.Errors.Count > 0 || !explain))
            cli.Out.Line(JsonSerializer.Serialize(file.Errors, CheckJson.Readable.IReadOnlyListConfigError));
        else if (file.Errors.Count > 0)
            foreach (ConfigError wrong in file.Errors) cli.Err.Line($"{wrong}");
        if (file.Errors.Count > 0)
            return ExitCodes.BadConfiguration;

        if (!cli.Json)
            cli.Out.Line($"{path}: {(file.Children.Count == 1 ? "1 child" : $"{file.Children.Count} children")}, no errors");
        if (!explain)
            return ExitCodes.Success;
        ExplainedFile plan = new PlanExplainer(file, new HostFiles()).Explain();
        if (cli.Json) cli.Out.Line(JsonSerializer.Serialize(plan, CheckJson.Readable.ExplainedFile));
        else if (plan.Children.Count > 0 || plan.Remote is not null) cli.Out.Line(string.Join(Environment.NewLine, ["", .. PlanText.Of(plan)]));
        return ExitCodes.Success;
    }
}
