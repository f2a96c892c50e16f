using Spinner.Cli.Contract;

namespace Spinner.Cli.Rendering;

/// <summary>Prints lines of output, each behind the name of its child: <c>web | text</c>, and <c>web ! text</c> for its standard error.</summary>
internal sealed class LogLines(Output to, bool prefix, bool timestamps)
{
    private int _width;

    /// <summary>A name that is going to come; prefixes are as wide as the longest.</summary>
    public void Expect(string name) => _width = Math.Max(_width, Cells.Of(Plain.Text(name)));

    public void Show(LogLineView line)
    {
        Expect(line.Name);
        if (line.Dropped is > 0 and { } dropped)
            to.Line(to.Paint($"{Prefix(line, '~')}{dropped} lines left out: they were read too slowly", Sgr.Faint));
        string text = Shown(line.Text, to.Colour);
        string at = timestamps ? to.Paint($"{Clock.Utc(line.At)} ", Sgr.Faint) : "";
        to.Line($"{Prefix(line, line.Stream == "stderr" ? '!' : '|')}{at}{text}");
    }

    /// <summary>A line of a child as its log shows it: its colours and other control sequences reach what is coloured, and are left out elsewhere.</summary>
    public static string Shown(string text, bool colour) => colour ? Whole(text) : Plain.WithoutSequences(text);

    private string Prefix(LogLineView line, char mark)
    {
        if (!prefix)
            return "";
        string name = Plain.Text(line.Name);
        string padded = name + new string(' ', _width - Cells.Of(name));
        return $"{to.Paint(padded, Sgr.OfChild(line.Name))} {to.Paint(mark.ToString(), mark == '!' ? Sgr.Red : Sgr.OfChild(line.Name))} ";
    }

    // What a child colours, it may colour to the end of its line and no further.
    private static string Whole(string text) => text.Contains('\e', StringComparison.Ordinal) ? text + "\e[0m" : text;
}
