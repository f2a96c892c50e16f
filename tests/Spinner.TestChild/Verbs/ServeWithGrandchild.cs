using System.Diagnostics;

namespace Spinner.TestChild.Verbs;

/// <summary>Serves beside a grandchild of its group, which ignores the leader's end (see <c>--crash-after</c>) and holds no pipe.</summary>
internal static class ServeWithGrandchild
{
    public static int Run(string[] args)
    {
        using Process grandchild = Myself.Start(shareOutput: false, "linger");
        Say.Line($"grandchild {grandchild.Id}");
        return Server.Run(ServeOptions.Parse(args));
    }
}
