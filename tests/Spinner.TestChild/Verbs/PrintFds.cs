namespace Spinner.TestChild.Verbs;

/// <summary>
/// Prints its descriptors, a line <c>fd &lt;number&gt; &lt;target&gt;</c> each; then serves. The runtime's own are among them: a test that wants
/// what was inherited, or the signals before the runtime changed them, asks a shell (<c>ls -l /proc/self/fd</c>) and lets it exec this program.
/// </summary>
internal static class PrintFds
{
    public static int Run(string[] args)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
            Say.Line($"fd {Path.GetFileName(path)} {new FileInfo(path).LinkTarget}");
        Say.Line("end of descriptors");
        return Server.Run(ServeOptions.Parse(args));
    }
}
