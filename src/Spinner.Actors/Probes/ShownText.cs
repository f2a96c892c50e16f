using System.Globalization;
using System.Text;

namespace Spinner.Probes;

/// <summary>Text of a child that people will see: on one line, not too long, and without what would move a cursor or turn the writing around.</summary>
internal static class ShownText
{
    /// <summary>The text, trimmed, at most so many UTF-16 units long; what is cut off is replaced by an ellipsis.</summary>
    public static string Of(string text, int maxLength)
    {
        StringBuilder shown = new(Math.Min(text.Length, maxLength));
        foreach (Rune rune in text.Trim().EnumerateRunes())
        {
            shown.Append(IsHarmless(rune) ? rune.ToString() : " ");
            if (shown.Length > maxLength)
                return Cut(shown, maxLength - 1) + "…";
        }

        return shown.ToString().Trim();
    }

    private static string Cut(StringBuilder text, int length) =>
        text.ToString(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length);

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
