using System.Globalization;
using System.Text;

namespace Spinner.TestChild.Verbs;

/// <summary>
/// Prints numbered lines of 100 bytes, as fast as they are taken, then serves: <c>flood &lt;MB&gt; [--stderr]</c>. <c>flood 0</c> never ends.
/// </summary>
internal static class Flood
{
    private const int LineLength = 100;
    private const int LinesPerWrite = 640;

    public static int Run(string[] args)
    {
        long lines = long.Parse(args[0], CultureInfo.InvariantCulture) * 1_000_000 / LineLength;
        bool stderr = args.Length > 1 && args[1] == "--stderr";
        using Stream stream = stderr ? Console.OpenStandardError() : Console.OpenStandardOutput();
        byte[] buffer = new byte[LineLength * LinesPerWrite];
        for (long line = 0; lines == 0 || line < lines;)
        {
            int used = 0;
            for (; used < buffer.Length && (lines == 0 || line < lines); line++, used += LineLength)
                Format(line, buffer.AsSpan(used, LineLength));
            stream.Write(buffer.AsSpan(0, used));
        }

        return Server.Run(ServeOptions.Parse(args.AsSpan(stderr ? 2 : 1)));
    }

    private static void Format(long number, Span<byte> line)
    {
        line.Fill((byte)'.');
        Encoding.ASCII.GetBytes(number.ToString("D12", CultureInfo.InvariantCulture), line);
        line[^1] = (byte)'\n';
    }
}
