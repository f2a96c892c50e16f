using System.Buffers;
using System.Globalization;

namespace Spinner.Configuration;

/// <summary>A number and its unit, as people write them: <c>5s</c>, <c>1.5 GB</c>.</summary>
internal static class Quantity
{
    private static readonly SearchValues<char> _ofNumbers = SearchValues.Create("+-.0123456789");

    /// <summary>Takes a text apart; a number alone has the unit "".</summary>
    public static bool TrySplit(string text, out double amount, out string unit)
    {
        string trimmed = text.Trim();
        int unitAt = trimmed.AsSpan().IndexOfAnyExcept(_ofNumbers);
        string number = unitAt < 0 ? trimmed : trimmed[..unitAt];
        unit = unitAt < 0 ? "" : trimmed[unitAt..].Trim();
        return double.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);
    }
}
