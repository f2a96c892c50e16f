using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>What a spawn executes.</summary>
internal sealed record PlannedProgram(string File, IReadOnlyList<string> Args, string? BuildSource);

/// <summary>Finds the program of a merged spec: its command, the runtime of its script, or that of its first argument.</summary>
internal static class ProgramResolver
{
    /// <summary>The program, or null after the reasons were added to <paramref name="errors"/>.</summary>
    /// <param name="wish">The merged spec.</param>
    /// <param name="workingDirectory">Where a script given as the first argument is looked for; null when there is no such folder.</param>
    /// <param name="errors">Takes the errors.</param>
    /// <param name="files">The machine.</param>
    public static PlannedProgram? Resolve(ChildSpec wish, string? workingDirectory, PlanErrors errors, IHostFiles files)
    {
        IReadOnlyList<string> args = wish.Args ?? [];
        if (wish is { Script: not null, Command: not null })
        {
            errors.Add($"script {PlanErrors.Quote(wish.Script)} and command {PlanErrors.Quote(wish.Command)} exclude each other: give one.");
            return null;
        }

        if (wish.Script is not null)
        {
            return FromScript("script", wish.Script, wish.BaseDirectory!, args, errors, files);
        }

        if (wish.Command is not null)
        {
            return Find("command", wish.Command, wish.BaseDirectory!, errors, files) is { } found ? new PlannedProgram(found, args, null) : null;
        }

        if (args.Count > 0)
        {
            return workingDirectory is null ? null : FromScript("args[0]", args[0], workingDirectory, [.. args.Skip(1)], errors, files);
        }

        errors.Add("command, args and script are all missing: give a command, a script, or a script as the first argument.");
        return null;
    }

    /// <summary>The absolute path of a program given as a path or as a name, or null after the reason was added to <paramref name="errors"/>.</summary>
    public static string? Find(string option, string? command, string baseDirectory, PlanErrors errors, IHostFiles files)
    {
        if (!SpecRules.IsPath(command))
        {
            return null;
        }

        if (SpecMerge.HasDirectory(command!))
        {
            string path = Path.GetFullPath(command!, baseDirectory);
            return IsProgram(option, command!, path, errors, files) ? path : null;
        }

        string? found = files.FindProgram(command!);
        if (found is null)
        {
            errors.Add($"{option} {PlanErrors.Quote(command!)} is not in the PATH of the supervisor: correct or install it, "
                + "or give a path, such as one that begins with \"./\".");
        }

        return found;
    }

    private static PlannedProgram? FromScript(
        string option, string script, string baseDirectory, IReadOnlyList<string> args, PlanErrors errors, IHostFiles files)
    {
        if (!SpecRules.IsPath(script))
        {
            if (option != "script" && script.Length == 0)
            {
                errors.Add($"{option} is empty and there is no command: give a command, or a script as the first argument.");
            }

            return null;
        }

        string path = Path.GetFullPath(script, baseDirectory);
        if (Runtimes.For(script) is not { } runtime)
        {
            return IsProgram(option, script, path, errors, files) ? new PlannedProgram(path, args, null) : null;
        }

        bool exists = Exists(option, script, path, errors, files);
        string? program = files.FindProgram(runtime);
        if (program is null)
        {
            errors.Add($"{option} {PlanErrors.Quote(script)}: {runtime} is needed for {Path.GetExtension(script)} and is not in PATH: "
                + "install it, or give the program as command.");
        }

        return !exists || program is null ? null
            : Runtimes.IsBuilt(script) ? new PlannedProgram(program, args, path)
            : new PlannedProgram(program, [path, .. args], null);
    }

    private static bool IsProgram(string option, string value, string path, PlanErrors errors, IHostFiles files)
    {
        if (!Exists(option, value, path, errors, files))
        {
            return false;
        }

        if (files.IsExecutable(path))
        {
            return true;
        }

        errors.Add(Runtimes.For(path) is null
            ? $"{option} {PlanErrors.Quote(value)} is not executable ({path}): make it so (chmod +x), or give the program that runs it."
            : option == "command"
                ? $"{option} {PlanErrors.Quote(value)} is not executable ({path}): give it as script, then its runtime is found."
                : $"{option} {PlanErrors.Quote(value)} is not executable ({path}): make it so (chmod +x), or put {Runtimes.For(path)} before it.");
        return false;
    }

    private static bool Exists(string option, string value, string path, PlanErrors errors, IHostFiles files)
    {
        if (files.FileExists(path))
        {
            return true;
        }

        errors.Add(files.DirectoryExists(path)
            ? $"{option} {PlanErrors.Quote(value)} is a folder ({path}): name a file."
            : $"{option} {PlanErrors.Quote(value)} does not exist ({path}): correct the path.");
        return false;
    }
}
