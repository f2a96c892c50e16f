using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>Turns a spec and the global defaults into a plan, or into the list of everything that is wrong with the spec.</summary>
/// <remarks>
/// Pure but for the questions it asks of <see cref="IHostFiles"/>. Relative paths: command, script, working directory, monitor and the programs
/// of checks start at the base directory; a script given as the first argument and output files start at the working directory. A command without a
/// directory is looked up in the supervisor's PATH (not the child's, and never in the working directory).
/// </remarks>
internal static class PlanResolver
{
    public static PlanResult Resolve(ChildSpec spec, ChildSpec defaults, TimeSpan maxStopTimeout, IHostFiles files)
    {
        PlanErrors errors = new();
        ChildSpec wish = SpecMerge.Merge(spec, defaults, maxStopTimeout, files.CurrentDirectory);
        SpecRules.CheckName(wish.Name, errors);
        SpecRules.CheckValues(wish, maxStopTimeout, errors);

        if (!SpecRules.IsPath(wish.BaseDirectory) || !Path.IsPathFullyQualified(wish.BaseDirectory!))
        {
            // An error already; taken as it was probably meant, so that the other errors are told as well.
            wish = wish with { BaseDirectory = Path.GetFullPath(SpecRules.IsPath(wish.BaseDirectory) ? wish.BaseDirectory! : ".", files.CurrentDirectory) };
        }

        string? folder = Folder(wish, errors, files);
        PlannedProgram? program = ProgramResolver.Resolve(wish, folder, errors, files);
        IReadOnlyList<string> monitor = MonitorResolver.Resolve(wish, errors, files);
        ReadinessCheck readiness = CheckResolver.Resolve(wish.Readiness!, wish.BaseDirectory!, errors, files);
        LivenessCheck liveness = CheckResolver.Resolve(wish.Liveness!, wish.BaseDirectory!, errors, files);
        OutputTarget? stdout = Target("stdout", wish.Name, wish.Stdout!, folder, errors, files);
        OutputTarget? stderr = Target("stderr", wish.Name, wish.Stderr!, folder, errors, files);
        return errors.Sentences.Count > 0
            ? new PlanResult(null, errors.Sentences)
            : new PlanResult(Plan(wish with { Monitor = monitor, Readiness = readiness, Liveness = liveness }, folder!, program!, stdout!, stderr!), []);
    }

    private static string? Folder(ChildSpec wish, PlanErrors errors, IHostFiles files)
    {
        if (wish.WorkingDirectory is not null && !SpecRules.IsPath(wish.WorkingDirectory))
        {
            return null;
        }

        string path = Path.GetFullPath(wish.WorkingDirectory ?? wish.BaseDirectory!, wish.BaseDirectory!);
        if (files.DirectoryExists(path))
        {
            return path;
        }

        errors.Add(wish.WorkingDirectory is null
            ? $"cwd: the base directory {PlanErrors.Quote(path)} is not a folder: create it, or give a cwd."
            : $"cwd {PlanErrors.Quote(wish.WorkingDirectory)} is not a folder ({path}): create it, or correct the path.");
        return null;
    }

    private static OutputTarget? Target(
        string option, ChildName name, OutputTarget target, string? folder, PlanErrors errors, IHostFiles files)
    {
        if (target.Kind != OutputTargetKind.File)
        {
            return new OutputTarget(target.Kind, null);
        }

        if (folder is null || !SpecRules.IsPath(target.Path))
        {
            return null;
        }

        string path = Path.GetFullPath(Placeholders.FillPath(target.Path!, name), folder);
        string parent = Path.GetDirectoryName(path) ?? path;
        if (files.DirectoryExists(path))
        {
            errors.Add($"{option} file {PlanErrors.Quote(target.Path!)} is a folder ({path}): name a file.");
        }
        else if (!files.DirectoryExists(parent))
        {
            errors.Add($"{option} file {PlanErrors.Quote(target.Path!)} has no folder to be in ({parent}): create it, or correct the path.");
        }

        return target with { Path = path };
    }

    private static ChildPlan Plan(
        ChildSpec wish, string folder, PlannedProgram program, OutputTarget stdout, OutputTarget stderr) => new()
        {
            Name = wish.Name,
            File = program.File,
            Args = program.Args,
            BuildSource = program.BuildSource,
            Env = wish.Env!,
            ReplaceEnv = wish.ReplaceEnv!.Value,
            WorkingDirectory = folder,
            LoggerCategory = wish.LoggerCategory!,
            StartTimeout = wish.StartTimeout!.Value,
            BuildTimeout = wish.BuildTimeout!.Value,
            Attempts = wish.Attempts!.Value,
            StopTimeout = wish.StopTimeout!.Value,
            StopSignal = wish.StopSignal!.Value,
            Monitor = wish.Monitor!,
            MonitorExclude = wish.MonitorExclude!,
            BaseDirectory = wish.BaseDirectory!,
            Stdout = stdout,
            Stderr = stderr,
            IdleTime = wish.IdleTime!.Value,
            RestartTolerance = wish.RestartTolerance!.Value,
            FaultTimeout = wish.FaultTimeout!.Value,
            PortRange = wish.PortRange!,
            Endpoint = wish.Endpoint!.Value,
            Listen = wish.Listen!.Value,
            Tandem = wish.Tandem!.Value,
            TandemTime = wish.TandemTime!.Value,
            Readiness = wish.Readiness!,
            Liveness = wish.Liveness!,
            Restart = wish.Restart!.Value,
            SuccessCodes = [.. wish.SuccessCodes!.Distinct().Order()],
            Backoff = wish.Backoff!.Value,
            BackoffMax = wish.BackoffMax!.Value,
            HealthyTime = wish.HealthyTime!.Value,
            RestartLimit = wish.RestartLimit!.Value,
            RestartWindow = wish.RestartWindow!.Value,
            MemoryLimit = wish.MemoryLimit!.Value,
            DependsOn = wish.DependsOn!,
        };
}
