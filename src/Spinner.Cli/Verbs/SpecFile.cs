using System.Text.Json;
using System.Text.Json.Nodes;

namespace Spinner.Cli.Verbs;

/// <summary>The file of <c>--spec</c>.</summary>
internal static class SpecFile
{
    private static readonly JsonDocumentOptions _lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads it; relative paths in it start at its folder.</summary>
    /// <param name="path">The file; <c>-</c>: standard input.</param>
    /// <exception cref="SpecException">It cannot be read, or is no JSON object.</exception>
    public static JsonObject Read(string path)
    {
        string name = path == "-" ? "standard input" : path;
        try
        {
            string text = path == "-" ? Console.In.ReadToEnd() : File.ReadAllText(path);
            JsonObject spec = JsonNode.Parse(text, documentOptions: _lenient) as JsonObject
                ?? throw new SpecException($"--spec: {name} is no JSON object: give the options of the child as {{ \"command\": ... }}.");
            // What is written twice is found only when somebody looks.
            _ = spec.Count;
            if (path != "-")
                spec.TryAdd("baseDirectory", Path.GetDirectoryName(Path.GetFullPath(path)));
            return spec;
        }
        catch (JsonException error)
        {
            // Its own message may show a piece of the file, which may be a secret.
            throw new SpecException(error.LineNumber is { } line
                ? $"--spec: {name} is no JSON: line {line + 1}, byte {error.BytePositionInLine + 1}."
                : $"--spec: {name} is no JSON.");
        }
        catch (ArgumentException)
        {
            throw new SpecException($"--spec: {name} names an option twice.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SpecException($"--spec: {error.Message}");
        }
    }
}
