using System.CommandLine;
using System.Text.Json.Nodes;
using Spinner.Cli;
using Spinner.Cli.Contract;
using Spinner.Cli.Verbs;
using Spinner.Configuration;
using Spinner.Host.Configuration;
using Spinner.Host.Upkeep;
using Spinner.Policies;
using Spinner.Protocol;
using SpecOptions = Spinner.Cli.Verbs.SpecOptions;

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
        Argument<string[]> args = new("args") { Description = "Its arguments; {port} is filled in. Those with a dash go behind --.", Arity = ArgumentArity.ZeroOrMore };
        Option<bool> exitWith = new("--exit-with") { Description = "End when it ends, and with its exit code; it is not restarted." };
        SpecOptions options = new();
        Command run = new("run", "Starts one script on a free port, follows it, and restarts it when its file changes.") { script, args, exitWith };
        options.AddTo(run);
        run.Validators.Add(result =>
        {
            if (result.GetValue(exitWith) && result.GetValue<string?>("--restart") is not (null or "never"))
                result.AddError("--exit-with and --restart exclude each other: what the host ends with is not restarted.");
        });
        run.SetAction((result, _) => RunAsync(
            result, result.GetValue(script)!, () => options.ReadFor(result, result.GetValue(script)!, result.GetValue(args) ?? []), result.GetValue(exitWith)));
        return run;
    }

    private static async Task<int> RunAsync(ParseResult result, string script, Func<JsonObject> read, bool exitWith)
    {
        bool json = result.GetValue(Globals.Format) == "json";
        ConfigFile file = ConfigFile.None();
        file.Options.Defaults = _shown;
        ChildSpec spec;
        IReadOnlyList<string> errors;
        try
        {
            spec = WrittenSpec.Read(script, read(), file.Options.MaxStopTimeout, out errors);
        }
        catch (UsageException wrong)
        {
            return UsageError.Tell(result, [wrong.Message]);
        }
        catch (SpecException wrong)
        {
            await Refusal.TellAsync(json, ProblemCodes.InvalidSpec, wrong.Message).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }

        if (exitWith)
            spec = spec with { Restart = RestartMode.Never };
        if (errors.Count == 0)
            errors = PlanResolver.Resolve(spec, _shown, file.Options.MaxStopTimeout, new HostFiles()).Errors;
        if (errors.Count > 0)
        {
            await Refusal.TellAsync(json, ProblemCodes.InvalidSpec, [.. errors.Select(error => $"{script}: {error}")]).ConfigureAwait(false);
            return ExitCodes.BadConfiguration;
        }

        return await new ForegroundHost
        {
            Mode = "run",
            File = file,
            Socket = result.GetValue(Globals.Socket),
            Json = json,
            NoColour = result.GetValue(Globals.NoColour),
            Children = [new KeptChild(spec) { IsKeptUp = true, IsWanted = true }],
            ExitWith = exitWith ? spec.Name : null,
        }.RunAsync().ConfigureAwait(false);
    }
}
