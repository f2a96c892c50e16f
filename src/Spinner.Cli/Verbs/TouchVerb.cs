using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner touch</c>.</summary>
internal static class TouchVerb
{
    public static Command Create()
    {
        Argument<string[]> names = Names.OneOrMore();
        Command touch = new("touch", "Says that children are in use: the time until they count as idle begins anew.") { names };
        return touch.Does((cli, result) => new Deeds(cli, "touching").DoAsync(
            result.Distinct(names), name => cli.Host.AskAsync(HttpMethod.Post, Routes.Child(name, "touch"), null, cli.Cancel), Tell));
    }

    private static Deeds.Told Tell(Answer answer)
    {
        TouchView touch = answer.Read(ContractJson.Default.TouchView);
        string name = Plain.Text(touch.Name);
        return touch.Touched
            ? new Deeds.Told(ExitCodes.Success, $"{name} touched")
            : new Deeds.Told(ExitCodes.Refused, $"{name} is {Plain.Text(touch.State)}: there is nothing to touch");
    }
}
