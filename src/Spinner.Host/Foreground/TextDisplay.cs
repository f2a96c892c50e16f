using System.Text;
using Spinner.Cli.Rendering;
using Spinner.Output;

namespace Spinner.Host.Foreground;

/// <summary>Lines for people, each behind the name of the child it is about.</summary>
internal sealed class TextDisplay : Display
{
    private readonly Screen _screen = new(Console.OpenStandardOutput());
    private readonly bool _colour;
    private readonly Palette _palette;
    private readonly PrefixedOutput _output;

    /// <param name="names">Every name that may come, for the width of the prefixes.</param>
    /// <param name="noColour">Whether somebody wants no colours.</param>
    public TextDisplay(IEnumerable<string> names, bool noColour)
    {
        _colour = Cli.Rendering.Output.IsColoured(noColour);
        _palette = new Palette(_colour, names);
        _output = new PrefixedOutput((name, _, line) => Print(name, line), _ => "");
    }

    public override IInheritedOutput Output => _output;

    // What children have a part in (a cause, the end of their standard error) does nothing to the terminal.
    public override void Tell(string name, string line) => _screen.Line(_palette.Prefix(name) + Plain.Printed(line));

    public override void Warn(string name, string line) => Tell(name, line);

    public override void Dispose()
    {
        _output.Dispose();
        _screen.Dispose();
    }

    // A line that drives no terminal stays what it is, whatever its encoding.
    private void Print(string name, ReadOnlySpan<byte> line) => _screen.Raw(
    [
        .. Encoding.UTF8.GetBytes(_palette.Prefix(name)),
        .. line.Contains((byte)'\e') ? Encoding.UTF8.GetBytes(LogLines.Shown(Encoding.UTF8.GetString(line[..^1]), _colour) + "\n") : line,
    ]);
}
