using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Spinner.Probes.Linux;

/// <summary>
/// What /proc tells about one process. A process that ends meanwhile has no files any more, and a foreign one may hide them:
/// both are answers here.
/// </summary>
internal static partial class ProcessFiles
{
    /// <summary>Whether the process has the socket open; null when it may not be looked at.</summary>
    public static bool? HoldsSocket(int pid, uint inode)
    {
        Span<byte> wanted = stackalloc byte[32];
        wanted = wanted[..Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"socket:[{inode}]"), wanted)];
        Span<byte> link = stackalloc byte[64];
        try
        {
            foreach (string descriptor in Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd"))
            {
                nint length = ReadLink(descriptor, link, (nuint)link.Length);
                if (length > 0 && link[..(int)length].SequenceEqual(wanted))
                    return true;
            }

            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>The processes that are children of this one's threads; empty on a kernel that does not list them.</summary>
    public static List<int> Children(int pid)
    {
        List<int> children = [];
        try
        {
            foreach (string thread in Directory.EnumerateFileSystemEntries($"/proc/{pid}/task"))
            {
                foreach (string child in Read($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    children.Add(int.Parse(child, CultureInfo.InvariantCulture));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It has ended; what it had is found by group and marker.
        }

        return children;
    }

    /// <summary>All processes that can be seen; none when we are short of descriptors.</summary>
    public static List<int> All()
    {
        List<int> pids = [];
        try
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries("/proc"))
            {
                if (int.TryParse(entry.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int pid))
                    pids.Add(pid);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Then holders stay unknown, which is an answer.
        }

        return pids;
    }

    /// <summary>The process group; 0 when the process has ended.</summary>
    public static int Group(int pid)
    {
        string stat = Read($"/proc/{pid}/stat");
        // The program's name may hold blanks and parentheses; behind it come state, parent and group.
        string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 2 ? int.Parse(fields[2], CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Whether the process was started with this variable in its environment.</summary>
    public static bool HasVariable(int pid, string name, string value) =>
        Read($"/proc/{pid}/environ").Split('\0').Contains($"{name}={value}", StringComparer.Ordinal);

    /// <summary>The program's name, for people.</summary>
    public static string Program(int pid) => Read($"/proc/{pid}/comm").TrimEnd();

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [LibraryImport("libc", EntryPoint = "readlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, Span<byte> target, nuint length);
}
