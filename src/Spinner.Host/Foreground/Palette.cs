namespace Spinner.Host.Foreground;

/// <summary>A colour per child, where there are colours.</summary>
internal sealed class Palette(bool colour, IEnumerable<string> names)
{
    private static readonly string[] _colours = ["36", "33", "32", "35", "34", "31"];

    private readonly int _width = names.Select(name => name.Length).DefaultIfEmpty(0).Max();

    /// <summary><c>name | </c>, padded to the longest name.</summary>
    public string Prefix(string name)
    {
        string text = $"{name.PadRight(_width)} | ";
        return colour ? $"\e[{_colours[Hash(name) % _colours.Length]}m{text}\e[0m" : text;
    }

    // Stable from run to run, which string.GetHashCode is not.
    private static int Hash(string name) => name.Aggregate(0, (sum, c) => (sum * 31 + c) & 0xFFFF);
}
