namespace Spinner.Cli.Rendering;

/// <summary>Colours, as terminals are told them.</summary>
internal static class Sgr
{
    public const string Bold = "1";
    public const string Faint = "2";
    public const string Red = "31";
    public const string Green = "32";
    public const string Yellow = "33";

    private static readonly string[] _ofChildren = ["36", "33", "32", "35", "34", "96", "93", "92", "95", "94"];

    /// <summary>The colour of a state.</summary>
    public static string OfState(string state) => state switch
    {
        "started" => Green,
        "faulted" => Red,
        "stopped" => Faint,
        _ => Yellow,
    };

    /// <summary>The colour of a child's prefix: the same from call to call, which string.GetHashCode is not.</summary>
    public static string OfChild(string name) => _ofChildren[name.Aggregate(0, (sum, c) => (sum * 31 + c) & 0xFFFF) % _ofChildren.Length];
}
