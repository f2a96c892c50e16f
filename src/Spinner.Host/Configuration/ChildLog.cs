using System.Globalization;
using System.Text;
using Spinner.Protocol;

namespace Spinner.Host.Configuration;

/// <summary>The log file of a child that says nothing of its output.</summary>
internal static class ChildLog
{
    // Most file systems take 255 bytes; a rotated file has an ending more.
    private const int LongestName = 200;

    public static OutputTarget Target(string folder, ChildName name) => OutputTarget.File(Path.Combine(folder, FileName(name)));

    /// <summary>The name of a child as that of a file: other characters are percent-encoded, so that no two children share a file.</summary>
    public static string FileName(ChildName name)
    {
        StringBuilder text = new();
        foreach (byte b in Encoding.UTF8.GetBytes(name.Value))
        {
            _ = char.IsAsciiLetterOrDigit((char)b) || (char)b is '-' or '_' || ((char)b == '.' && text.Length > 0)
                ? text.Append((char)b)
                : text.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        // A name this long is told from others by a hash.
        if (text.Length > LongestName)
        {
            string hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(name.Value)))[..16];
            _ = text.Remove(LongestName, text.Length - LongestName).Append('-').Append(hash);
        }

        return $"{text}.log";
    }
}
