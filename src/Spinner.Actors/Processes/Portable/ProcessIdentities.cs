using System.Globalization;

namespace Spinner.Processes.Portable;

/// <summary>Reads who a process is from /proc, where there is one.</summary>
internal static class ProcessIdentities
{
    private static readonly Guid _bootId = ReadBootId();

    public static ProcessIdentity Of(int pid) => new(pid, StartTicks(pid), _bootId);

    private static ulong StartTicks(int pid)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            // The program's name, field 2, may contain anything but ends at the last parenthesis; field 3 follows it.
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return ulong.Parse(fields[22 - 3], CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It has exited and been reaped already: nobody needs to recognise it.
            return 0;
        }
    }

    private static Guid ReadBootId()
    {
        const string path = "/proc/sys/kernel/random/boot_id";
        return File.Exists(path) && Guid.TryParse(File.ReadAllText(path), out Guid id) ? id : Guid.Empty;
    }
}
