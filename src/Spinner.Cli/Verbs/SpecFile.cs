using System.Text.Json;
using System.Text.Json.Nodes;
using Spinner.Cli.Contract;

namespace Spinner.Cli.Verbs;

/// <summary>The file of <c>--spec</c>.</summary>
internal static class SpecFile
{
    /// <summary>Reads it; relative paths in it start at its folder.</summary>
    /// <param name="path">The file; <c>-</c>: standard input.</param>
    /// <exception cref="SpecException">It cannot be read, or is no JSON object.</exception>
    public static JsonObject Read(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new SpecException("--spec: the path is empty: give that of a file, or - for standard input.");
        string name = path == "-" ? "standard input" : path;
        JsonElement json = StrictJson.TryRead(Bytes(path), JsonCommentHandling.Skip, trailingCommas: true, out string fault)
            ?? throw new SpecException($"--spec: {name} {fault}.");
        JsonObject spec = json.ValueKind == JsonValueKind.Object ? JsonObject.Create(json)!
            : throw new SpecException($"--spec: {name} is no JSON object: give the options of the child as {{ \"command\": ... }}.");
        if (path != "-")
            spec.TryAdd("baseDirectory", Path.GetDirectoryName(Path.GetFullPath(path)));
        return spec;
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            if (path != "-")
                return Directory.Exists(path) ? throw new SpecException($"--spec: {path} is a folder: give the path of a file.") : File.ReadAllBytes(path);
            using MemoryStream all = new();
            using Stream input = Console.OpenStandardInput();
            input.CopyTo(all);
            return all.ToArray();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SpecException($"--spec: {error.Message}");
        }
    }
}
