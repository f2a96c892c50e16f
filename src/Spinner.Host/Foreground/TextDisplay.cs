using Spinner.Output;

namespace Spinner.Host.Foreground;

/// <summary>Lines for people, each behind the name of the child it is about.</summary>
internal sealed class TextDisplay : Display
{
    private readonly Screen _screen = new(Console.OpenStandardOutput());
    private readonly Palette _palette;
    private readonly PrefixedOutput _output;

    /// <param name="names">Every name that may come, for the width of the prefixes.</param>
    /// <param name="noColour">Whether somebody wants no colours.</param>
    public TextDisplay(IEnumerable<string> names, bool noColour)
    {
        _palette = Palette.ForTerminal(names, noColour);
        _output = new PrefixedOutput((_, _, line) => _screen.Raw(line), _palette.Prefix);
    }

    public override IInheritedOutput Output => _output;

    public override void Tell(string name, string line) => _screen.Line(_palette.Prefix(name) + line);

    public override void Warn(string name, string line) => Tell(name, line);

    public override void Dispose()
    {
        _output.Dispose();
        _screen.Dispose();
    }
}
