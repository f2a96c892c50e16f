namespace Spinner.Processes;

/// <summary>
/// The environment variable that every process of a run inherits, also one that has left the process group. Its value is
/// <c>&lt;host instance&gt;:&lt;child serial&gt;:&lt;run&gt;</c>, so a sibling, or another host's child, never carries the same.
/// </summary>
internal static class RunMarker
{
    /// <summary>The variable's name.</summary>
    public const string Variable = "SPINNER_RUN";

    /// <summary>What all markers of one Spinner begin with, the separator included; no two ever have the same.</summary>
    public static string NewHostPrefix() => $"{Guid.NewGuid():N}:";

    /// <summary>
    /// Whether a text from outside is such a beginning: whoever ends all that carries it must not be made to end more, with a shorter one.
    /// </summary>
    public static bool IsHostPrefix(string text) => text.Length == 33 && text[^1] == ':' && Guid.TryParseExact(text[..^1], "N", out _);

    /// <summary>The marker of a run.</summary>
    public static string For(string hostPrefix, int childSerial, int run) => $"{hostPrefix}{childSerial}:{run}";
}
