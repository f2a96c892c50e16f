using System.Text;

namespace Spinner.TestChild;

/// <summary>Writes whole lines at once, without the start-up cost of Console.Out; a closed reader is not an error to it.</summary>
internal static class Say
{
    private static readonly Stream _stdout = Console.OpenStandardOutput();
    private static readonly Stream _stderr = Console.OpenStandardError();

    public static void Line(string text) => Write(_stdout, text);

    public static void Error(string text) => Write(_stderr, text);

    private static void Write(Stream stream, string text)
    {
        lock (stream)
        {
            stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
        }
    }
}
