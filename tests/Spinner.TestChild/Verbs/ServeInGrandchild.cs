using System.Diagnostics;

namespace Spinner.TestChild.Verbs;

/// <summary>The leader only waits, as a package runner does; a grandchild of its group serves.</summary>
internal static class ServeInGrandchild
{
    public static int Run(string[] args)
    {
        using Process grandchild = Myself.Start(shareOutput: true, args.Prepend("serve"));
        Say.Line($"grandchild {grandchild.Id}");
        grandchild.WaitForExit();
        return grandchild.ExitCode;
    }
}
