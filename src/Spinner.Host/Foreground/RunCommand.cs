using System.CommandLine;
using Spinner.Cli;
using Spinner.Cli.Verbs;
using Spinner.Configuration;
using Spinner.Host.Configuration;
using Spinner.Host.Upkeep;
using Spinner.Policies;
using Spinner.Protocol;

namespace Spinner.Host.Foreground;

/// <summary><c>spinner run script</c>: the short form. Starts one script, restarts it when its file changes, and follows it.</summary>
internal static class RunCommand
{
    // What the script prints is shown, and nobody but Ctrl-C stops it.
    private static readonly ChildSpec _shown = new()
    {
        Name = "defaults",
        Stdout = OutputTarget.Inherit,
        Stderr = OutputTarget.Inherit,
        IdleTime = Timeout.InfiniteTimeSpan,
    };

    public static Command Create()
    {
        Argument<string> script = new("script") { Description = "The script: .js, .py, .cs, .dll, .sh, .ps1, or a program." };
        Argument<string[]> args = new("args") { Description = "Its arguments; {port} is filled in.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> exitWith = new("--exit-with") { Description = "End when it ends, and with its exit code; it is not restarted." };
        Command run = new("run", "Starts one script on a free port, follows it, and restarts it when its file changes.") { script, args, exitWith };
        run.SetAction((result, _) => RunAsync(result.GetValue(script)!, result.GetValue(args) ?? [], result.GetValue(exitWith), result.GetValue(Globals.Socket)));
        return run;
    }

    private static async Task<int> RunAsync(string script, string[] args, bool exitWith, string? socket)
    {
        ChildSpec spec = ChildSpec.ForScript(script) with { Args = args.Length > 0 ? args : null };
        if (exitWith)
            spec = spec with { Restart = RestartMode.Never };
        ConfigFile file = ConfigFile.None();
        file.Options.Defaults = _shown;
        IReadOnlyList<string> errors = PlanResolver.Resolve(spec, _shown, file.Options.MaxStopTimeout, new HostFiles()).Errors;
        foreach (string error in errors)
            await Console.Error.WriteLineAsync($"{script}: {error}").ConfigureAwait(false);
        if (errors.Count > 0)
            return ExitCodes.BadConfiguration;

        return await new ForegroundHost
        {
            Mode = "run",
            File = file,
            Socket = socket,
            Children = [new KeptChild(spec) { IsKeptUp = true, IsWanted = true }],
            ExitWith = exitWith ? spec.Name : null,
        }.RunAsync().ConfigureAwait(false);
    }
}
