using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner reload</c>.</summary>
internal static class ReloadVerb
{
    public static Command Create()
    {
        Option<bool> dryRun = new("--dry-run") { Arity = ArgumentArity.Zero, Description = "Says what would be done, and does nothing." };
        Command reload = new("reload", "Has the host read its configuration file again and apply what differs; other children are left alone.") { dryRun };
        return reload.Does((cli, result) => RunAsync(cli, result.GetValue(dryRun)));
    }

    private static async Task<int> RunAsync(CliContext cli, bool dryRun)
    {
        Task<Answer> reloading = cli.Host.AskAsync(HttpMethod.Post, dryRun ? $"{Routes.Reload}?dryRun=true" : Routes.Reload, null, cli.Cancel);
        await Progress.ShowAsync(cli, [new Progress.Piece("spinner", "reloading", reloading, _ => Task.FromResult("reloading"))]).ConfigureAwait(false);
        Answer answer = await reloading.ConfigureAwait(false);
        if (cli.Json)
            cli.Pass(answer);
        else
            Show(cli.Out, answer.Read(ContractJson.Default.ReloadView));
        return ExitCodes.Success;
    }

    internal static void Show(Output to, ReloadView reload)
    {
        string would = reload.DryRun ? "would be " : "";
        foreach (string name in reload.Added)
            to.Line(to.Paint($"+ {Plain.Text(name)} {would}added", Sgr.Green));
        foreach (string name in reload.Removed)
            to.Line(to.Paint($"- {Plain.Text(name)} {(reload.DryRun ? "would be stopped and removed" : "is being stopped, and then removed")}", Sgr.Red));
        foreach (ChangedView changed in reload.Changed)
            to.Line(to.Paint($"~ {Plain.Text(changed.Name)} {would}changed: {Plain.Text(string.Join(", ", changed.Keys))}", Sgr.Yellow));
        foreach (string key in reload.NeedRestart)
            to.Line($"! {Plain.Text(key)} takes effect at the next start of Spinner");
        bool isNothing = reload is { Added.Count: 0, Removed.Count: 0, Changed.Count: 0 };
        to.Line(isNothing ? $"Nothing to do: {Children(reload.Unchanged.Count)} unchanged" : $"{Children(reload.Unchanged.Count)} unchanged");
    }

    private static string Children(int count) => count == 1 ? "1 child is" : $"{count} children are";
}
