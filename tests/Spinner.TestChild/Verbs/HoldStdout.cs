using System.Diagnostics;

namespace Spinner.TestChild.Verbs;

/// <summary>
/// Leaves a grandchild that holds stdout and stderr, then serves (<c>--crash-after</c> ends the leader alone). With <c>--daemon</c>
/// first, the grandchild is in a session of its own and so outlives a kill of the group.
/// </summary>
internal static class HoldStdout
{
    public static int Run(string[] args)
    {
        bool daemon = args.Length > 0 && args[0] == "--daemon";
        using Process holder = daemon
            ? Myself.Start(shareOutput: true, "become-daemon", "--stay")
            : Myself.Start(shareOutput: true, "linger");
        Say.Line($"holder {holder.Id}");
        return Server.Run(ServeOptions.Parse(args.AsSpan(daemon ? 1 : 0)));
    }
}
