using System.Text.Json.Nodes;

namespace Spinner.Cli.Verbs;

/// <summary>What a command line says of a child.</summary>
/// <param name="Spec">As the body of a start; null when it says nothing.</param>
/// <param name="IsWhole">It is all there is to say: a command, or a file with a spec. Options alone change a child that is known.</param>
internal sealed record Description(JsonObject? Spec, bool IsWhole)
{
    /// <summary>The parameter of the request by which its body is a change.</summary>
    public string Query => Spec is not null && !IsWhole ? "?merge=true" : "";

    /// <summary>Whether it leaves open what is to be run.</summary>
    public bool NamesNoProgram => Spec is null || !(Spec.ContainsKey("command") || Spec.ContainsKey("script") || Spec.ContainsKey("args"));

    /// <summary>Refuses what cannot be said to the host.</summary>
    /// <exception cref="UsageException">It is a change of what a child of another node is, and only that node knows all of that.</exception>
    public void CheckFor(CliContext cli)
    {
        if (cli.IsRemote && Spec is not null && !IsWhole)
            throw new UsageException("Options alone change a child that is known, and that is done on its own node: leave them out, or give all of it, with a command behind -- or with --spec.");
    }

    /// <summary>The whole of a child that is a script: it is watched, and relative paths start here.</summary>
    public JsonObject ForScript(string path)
    {
        JsonObject spec = Spec?.DeepClone().AsObject() ?? [];

        // Relative paths of a file with a spec start at its folder, and what stands on the command line starts here.
        string file = spec.ContainsKey("baseDirectory") ? Path.GetFullPath(path) : path;
        spec["script"] = file;
        spec.TryAdd("monitor", new JsonArray(file));
        spec.TryAdd("baseDirectory", Environment.CurrentDirectory);
        return spec;
    }
}
