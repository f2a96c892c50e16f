namespace Spinner.TestChild.Verbs;

/// <summary>The leader only waits; a daemon, which left the group and the session, serves.</summary>
internal static class ServeInDaemon
{
    public static int Run(string[] args)
    {
        Say.Line($"daemon {Myself.StartDaemon(args.Prepend("serve"))}");
        Wait.Forever();
        return 0;
    }
}
