using System.Globalization;
using System.Text;
using Spinner.Processes;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>Finds processes by the marker in their environment, without the code under test.</summary>
internal static class MarkedProcesses
{
    /// <summary>The living processes whose marker begins so. A zombie's environment reads as empty.</summary>
    public static IReadOnlyList<int> Of(string prefix)
    {
        byte[] wanted = Encoding.ASCII.GetBytes($"{RunMarker.Variable}={prefix}");
        return [.. Pids().Where(pid => Read(pid, "environ").AsSpan().IndexOf(wanted) >= 0)];
    }

    /// <summary>True when it exists and is no zombie.</summary>
    public static bool IsAlive(int pid)
    {
        string stat = Encoding.UTF8.GetString(Read(pid, "stat"));
        return stat.Length > 0 && !stat.Contains(") Z ", StringComparison.Ordinal) && !stat.Contains(") X ", StringComparison.Ordinal);
    }

    /// <summary>The value of a variable in a process's environment.</summary>
    public static string? Variable(int pid, string name) => Encoding.UTF8.GetString(Read(pid, "environ")).Split('\0')
        .FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static IEnumerable<int> Pids() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out int pid) ? pid : 0)
        .Where(pid => pid > 0);

    private static byte[] Read(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
