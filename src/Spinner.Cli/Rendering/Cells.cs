using System.Text;
using Spectre.Console.Rendering;

namespace Spinner.Cli.Rendering;

/// <summary>How much room text takes on a terminal.</summary>
internal static class Cells
{
    /// <summary>Its width; the wide characters of East Asia count twice.</summary>
    public static int Of(string text) => Ascii.IsValid(text) ? text.Length : new Segment(text).CellCount();

    /// <summary>As much of it as fits, its end marked where something is missing.</summary>
    public static string Crop(string text, int width)
    {
        if (Of(text) <= width)
            return text;
        StringBuilder fits = new();
        int used = 1;
        foreach (Rune rune in text.EnumerateRunes())
        {
            string one = rune.ToString();
            used += Of(one);
            if (used > width)
                break;
            fits.Append(one);
        }

        return width < 1 ? "" : fits.Append('…').ToString();
    }
}
