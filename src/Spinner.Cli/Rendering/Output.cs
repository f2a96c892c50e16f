using System.Text;

namespace Spinner.Cli.Rendering;

/// <summary>Standard output or error with what it can do. What is written goes out at <see cref="Flush"/>, in one piece where it fits.</summary>
internal sealed class Output : IDisposable
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Stream _stream;
    private readonly StreamWriter _writer;

    public Output(Stream stream, bool isTerminal, bool colour)
    {
        _stream = stream;
        _writer = new StreamWriter(stream, _utf8, 16 * 1024, leaveOpen: true) { NewLine = "\n" };
        IsTerminal = isTerminal;
        Colour = colour;
    }

    /// <summary>Somebody looks at it.</summary>
    public bool IsTerminal { get; }

    /// <summary>It may be coloured: a terminal, and nobody said no.</summary>
    public bool Colour { get; }

    /// <summary>It can redraw what it shows.</summary>
    public bool IsLive => IsTerminal && !IsDumb;

    /// <summary>How wide a line is; unlimited where nobody looks.</summary>
    public int Width => IsTerminal ? StandardStream.TerminalWidth() : int.MaxValue;

    /// <summary>For another renderer, which does not flush what it has drawn.</summary>
    public TextWriter Live() => new StreamWriter(_stream, _utf8, leaveOpen: true) { AutoFlush = true };

    public static Output Standard(bool noColour) => Of(1, !Console.IsOutputRedirected, noColour);

    public static Output Error(bool noColour) => Of(2, !Console.IsErrorRedirected, noColour);

    /// <summary>A line on standard error, where that can be written.</summary>
    public static void TryError(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (IOException)
        {
            // A full disk that holds both streams, a terminal that is gone: nobody can be told that nobody can be told.
        }
    }

    /// <summary>Whether what goes to standard output may be coloured.</summary>
    public static bool IsColoured(bool noColour) => IsColoured(!Console.IsOutputRedirected, noColour);

    public void Line(string text) => _writer.WriteLine(text);

    public void Write(string text) => _writer.Write(text);

    /// <summary>Bytes as they are, behind what has been written.</summary>
    public void Raw(ReadOnlySpan<byte> bytes)
    {
        _writer.Flush();
        _stream.Write(bytes);
    }

    /// <summary>The text in a colour, where there are colours.</summary>
    public string Paint(string text, string sgr) => Colour && text.Length > 0 ? $"\e[{sgr}m{text}\e[0m" : text;

    public void Flush() => _writer.Flush();

    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (ReaderGoneException)
        {
            // What nobody reads is not missed.
        }

        _stream.Dispose();
    }

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") == "dumb";

    private static Output Of(int descriptor, bool isTerminal, bool noColour) => new(
        StandardStream.Open(descriptor), isTerminal, IsColoured(isTerminal, noColour));

    private static bool IsColoured(bool isTerminal, bool noColour) =>
        isTerminal && !noColour && !IsDumb && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
}
