namespace Spinner.TestChild.Verbs;

/// <summary>Serves beside a daemon: a descendant in a session of its own, whose parent is gone.</summary>
internal static class ServeWithDaemon
{
    public static int Run(string[] args)
    {
        Say.Line($"daemon {Myself.StartDaemon("linger")}");
        return Server.Run(ServeOptions.Parse(args));
    }
}
