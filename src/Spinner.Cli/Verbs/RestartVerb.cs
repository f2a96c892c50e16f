using System.CommandLine;
using Spinner.Cli.Contract;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner restart</c>.</summary>
internal static class RestartVerb
{
    public static Command Create()
    {
        Argument<string[]> names = Names.OneOrMore("The children; behind -- another command for one.");
        SpecOptions options = new();
        Command restart = new("restart", "Restarts children, and waits until they are ready. Faults are forgiven, and what options say is changed.") { names };
        options.AddTo(restart);
        return restart.Does((cli, result) =>
        {
            (string[] who, Description what) = options.Read(result, names);
            what.CheckFor(cli);
            return new Deeds(cli, "restarting").DoAsync(
                who, name => cli.Host.AskAsync(HttpMethod.Post, Routes.Child(name, "restart") + what.Query, what.Spec, cli.Cancel), StartVerb.Tell);
        });
    }
}
