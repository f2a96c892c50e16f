using System.CommandLine;
using System.Text.Json.Nodes;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner start</c>.</summary>
internal static class StartVerb
{
    public static Command Create()
    {
        Argument<string[]> names = Names.OneOrMore("Known children; or a new name and, behind --, its command; or a script, which is then its name.");
        names.HelpName = "name|script";
        SpecOptions options = new();
        Command start = new("start", """
            Starts children, waits until they are ready, and prints where they listen.

              spinner start web                        a child the host knows
              spinner start web -- node server.js      a new one; it finds its port in $PORT
              spinner start ./app.js                   a script; a change of it restarts it
              spinner start web --idle-time 1h         a known one, with that changed
            """) { names };
        options.AddTo(start);
        return start.Does((cli, result) =>
        {
            (string[] who, Description what) = options.Read(result, names);
            what.CheckFor(cli);
            return new Deeds(cli, "starting").DoAsync(who, name => StartAsync(cli, name, what), Tell);
        });
    }

    /// <summary>What an answer to a start or restart means.</summary>
    public static Deeds.Told Tell(Answer answer)
    {
        StartView start = answer.Read(ContractJson.Default.StartView);
        string line = start.Endpoint.Kind == "none" ? $"{Plain.Text(start.Name)} started" : $"{Plain.Text(start.Name)} {ChildText.Endpoint(start.Endpoint)}";
        string name = Plain.Quoted(start.Name);
        return new Deeds.Told(ExitCodes.Success, line)
        {
            Note = start.SpecDiffers ? $"{name} runs with other settings than these. To apply them: spinner restart, with the same words." : null,
        };
    }

    private static async Task<Answer> StartAsync(CliContext cli, string name, Description what)
    {
        // A file that exists is a script, where nothing else says what to start.
        bool isScript = what.NamesNoProgram && !cli.IsRemote && File.Exists(name);
        if (what.IsWhole)
            return await PostAsync(cli, name, isScript ? what.ForScript(name) : what.Spec).ConfigureAwait(false);
        try
        {
            return await PostAsync(cli, name, what.Spec, what.Query).ConfigureAwait(false);
        }
        catch (ApiException unknown) when (unknown.Problem.Code == ProblemCodes.UnknownChild && isScript)
        {
            return await PostAsync(cli, name, what.ForScript(name)).ConfigureAwait(false);
        }
    }

    private static Task<Answer> PostAsync(CliContext cli, string name, JsonObject? spec, string query = "") =>
        cli.Host.AskAsync(HttpMethod.Post, Routes.Child(name, "start") + query, spec, cli.Cancel);
}
