using System.Diagnostics;

namespace Spinner.TestChild;

/// <summary>Starts this program again: in the same group and session, with the same environment.</summary>
internal static class Myself
{
    /// <param name="shareOutput">True: the new process holds our stdout and stderr. False: it talks to nobody.</param>
    /// <param name="args">Verb and arguments.</param>
    public static Process Start(bool shareOutput, params IEnumerable<string> args)
    {
        string program = Environment.ProcessPath!;
        ProcessStartInfo start = new(program)
        {
            RedirectStandardOutput = !shareOutput,
            RedirectStandardError = !shareOutput,
        };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (string arg in args)
            start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }

    /// <summary>Starts a process in a session of its own whose parent is gone; returns its pid.</summary>
    public static int StartDaemon(params IEnumerable<string> args)
    {
        using Process middle = Start(shareOutput: false, args.Prepend("become-daemon"));
        int pid = int.Parse(middle.StandardOutput.ReadLine()!, System.Globalization.CultureInfo.InvariantCulture);
        middle.WaitForExit();
        return pid;
    }
}
