using System.Text;
using Spinner.Processes.Linux;

namespace Spinner.Host.Configuration;

/// <summary>Reads files that people write.</summary>
internal static class TextFile
{
    private const int Largest = 16_000_000;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, without a byte order mark; null when it cannot be had: then it has been told why.</summary>
    public static string? Read(string path, Action<string> refuse)
    {
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
            {
                refuse($"cannot be read: it is a folder ({path}).");
                return null;
            }

            if (OddKind(path) is { } kind)
            {
                refuse($"is {kind}, and only regular files are read, for a reload reads them again: write it to a file.");
                return null;
            }

            bytes = ReadBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            refuse("there is no such file.");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            refuse($"cannot be read: {e.Message}");
            return null;
        }

        if (bytes.Length > Largest)
            refuse($"is larger than {Largest / 1_000_000} MB: no file of this kind is.");
        else if (bytes.AsSpan().Contains((byte)0) || Decode(bytes) is not { } text)
            refuse("is no text in UTF-8.");
        else
            return text.TrimStart('\ufeff');
        return null;
    }

    /// <summary>What it is instead of a file, or a link to one; null: it is one, or is not there. The opening of a pipe would wait for who writes it.</summary>
    private static string? OddKind(string path) =>
        !OperatingSystem.IsLinux() || !FileFacts.TryRead(path, out FileFacts facts, followLink: true) || facts.IsFile ? null
            : facts.IsPipe ? "a pipe"
            : facts.IsSocket ? "a socket"
            : "a device";

    /// <summary>One byte more than the most, at most: some files have no end.</summary>
    private static byte[] ReadBytes(string path)
    {
        using FileStream file = File.OpenRead(path);
        using MemoryStream all = new();
        byte[] buffer = new byte[81920];
        for (int read = file.Read(buffer); read > 0 && all.Length <= Largest; read = file.Read(buffer))
            all.Write(buffer, 0, read);
        return all.ToArray();
    }

    private static string? Decode(byte[] bytes)
    {
        try
        {
            return _utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            // Told by the caller: where in the file is of no use to somebody who named a program.
            return null;
        }
    }
}
