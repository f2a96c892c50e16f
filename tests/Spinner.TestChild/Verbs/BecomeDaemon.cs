using System.Diagnostics;

namespace Spinner.TestChild.Verbs;

/// <summary>
/// Leaves the session, starts the verb given, prints its pid and exits, so that nothing ties the new process to its ancestors but its environment.
/// With <c>--stay</c> it runs <c>linger</c> itself instead, and keeps what descriptors it has.
/// </summary>
internal static class BecomeDaemon
{
    public static int Run(string[] args)
    {
        if (Native.SetSid() < 0)
        {
            Say.Error("setsid failed");
            return 1;
        }

        if (args[0] == "--stay")
            return Linger.Run();
        using Process daemon = Myself.Start(shareOutput: false, args);
        Say.Line($"{daemon.Id}");
        return 0;
    }
}
