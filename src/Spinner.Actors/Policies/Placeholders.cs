using System.Security.Cryptography;
using System.Text;
using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>
/// Fills <c>{port}</c> (the port number, or the socket's path) and <c>{name}</c> into arguments and environment values, in one pass: what is
/// filled in is not looked at again. Any other text between braces stays as it is.
/// </summary>
internal static class Placeholders
{
    private const string Port = "{port}";
    private const string Name = "{name}";

    // A file name has at most 255 bytes, and ".10" or ".broken" may come behind it.
    private const int LongestFileName = 200;

    public static IReadOnlyList<string> Fill(IReadOnlyList<string> args, ChildName name, ChildEndpoint endpoint) =>
        [.. args.Select(arg => Fill(arg, name, endpoint))];

    public static Dictionary<string, string> Fill(IReadOnlyDictionary<string, string> env, ChildName name, ChildEndpoint endpoint) =>
        env.ToDictionary(pair => pair.Key, pair => Fill(pair.Value, name, endpoint), StringComparer.Ordinal);

    public static string Fill(string text, ChildName name, ChildEndpoint endpoint)
    {
        // The name goes in last and only between the pieces, so that a child called "{port}" keeps its name.
        string[] pieces = text.Split(Name);
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = pieces[i].Replace(Port, endpoint.PortVariable, StringComparison.Ordinal);
        }

        return string.Join(name.Value, pieces);
    }

    /// <summary>Fills <c>{name}</c> into a path, as a file name: two names make two files, and none leaves the folder.</summary>
    public static string FillPath(string path, ChildName name) =>
        path.Contains(Name, StringComparison.Ordinal) ? path.Replace(Name, FileName(name?.Value ?? ""), StringComparison.Ordinal) : path;

    private static string FileName(string name)
    {
        string encoded = Uri.EscapeDataString(name);
        if (encoded.StartsWith('.'))
            encoded = "%2E" + encoded[1..];
        return encoded.Length <= LongestFileName
            ? encoded
            : $"{encoded[..(LongestFileName - 20)]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}";
    }
}
