namespace Spinner.TestChild;

/// <summary>What a server says once it listens.</summary>
internal static class Announcements
{
    /// <summary>Says that it is ready, as often as it was asked to, and then that it is alive for as long as it is not hung.</summary>
    public static void Make(ServeOptions options)
    {
        if (options.ReadyDelay > 0)
            Wait.For(options.ReadyDelay);
        if (options.ReadyLine is { } line)
            Say.Line(line);
        if (options.Notify)
            Notifier.Send("READY=1");
        while (options.Watchdog > 0)
        {
            Wait.For(options.Watchdog);
            if (!options.IsHung)
                Notifier.Send("WATCHDOG=1");
        }
    }
}
