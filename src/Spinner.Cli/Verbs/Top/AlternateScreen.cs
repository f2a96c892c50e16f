using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs.Top;

/// <summary>The second screen of a terminal, while it is held; what stood on the first one comes back with its end.</summary>
internal sealed class AlternateScreen : IDisposable
{
    private readonly Output _to;

    public AlternateScreen(Output to)
    {
        _to = to;
        // The cursor is hidden, and long lines are not wrapped: they would push the others down.
        _to.Write("\e[?1049h\e[?25l\e[?7l");
        _to.Flush();
    }

    /// <summary>Draws over what is there, so that nothing flickers.</summary>
    public void Draw(IReadOnlyList<string> lines)
    {
        _to.Write("\e[H" + string.Join("\e[K\r\n", lines) + "\e[K\e[J");
        _to.Flush();
    }

    public void Dispose()
    {
        _to.Write("\e[?7h\e[?25h\e[?1049l");
        _to.Flush();
    }
}
