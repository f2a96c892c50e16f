namespace Spinner.Policies;

/// <summary>Which program runs a script, by the script's extension.</summary>
internal static class Runtimes
{
    /// <summary>A C# script is built first; what runs is the assembly it becomes.</summary>
    public const string BuiltExtension = ".cs";

    /// <summary>The runtime of a script, or null: the file is a program itself.</summary>
    public static string? For(string script) =>
        Path.GetExtension(script).ToUpperInvariant() switch
        {
            ".JS" => "node",
            ".PY" => "python3",
            ".DLL" or ".CS" => "dotnet",
            ".SH" => "sh",
            ".PS1" => "pwsh",
            _ => null,
        };

    public static bool IsBuilt(string script) =>
        string.Equals(Path.GetExtension(script), BuiltExtension, StringComparison.OrdinalIgnoreCase);
}
