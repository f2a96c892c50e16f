namespace Spinner.Cli.Contract;

/// <summary>The paths of the API.</summary>
public static class Routes
{
    /// <summary>GET: <see cref="InfoView"/>.</summary>
    public const string Info = "/v1/info";

    /// <summary>GET: <see cref="ChildListView"/>; <c>?usage=true</c>.</summary>
    public const string Children = "/v1/children";

    /// <summary>POST: <see cref="StopAllView"/>.</summary>
    public const string StopAll = "/v1/stop-all";

    /// <summary>GET: server-sent <see cref="EventView"/>; <c>?name=</c> (repeatable), Last-Event-ID.</summary>
    public const string Events = "/v1/events";

    /// <summary>GET: <see cref="LogLineView"/> a line, of several children; <c>?name=</c> (repeatable; none: all, new ones too), <c>tail=</c>, <c>follow=</c>.</summary>
    public const string Logs = "/v1/logs";

    /// <summary>POST: <see cref="ReloadView"/>; <c>?dryRun=true</c>.</summary>
    public const string Reload = "/v1/reload";

    /// <summary>POST: 202; everything is stopped, then the host ends.</summary>
    public const string Shutdown = "/v1/shutdown";

    /// <summary>GET: <see cref="ChildView"/>.</summary>
    public static string Child(string name) => $"{Children}/{Uri.EscapeDataString(name)}";

    /// <summary>POST: <c>start stop restart touch</c>. GET: <c>logs</c>. DELETE on the child itself stops and forgets it.</summary>
    public static string Child(string name, string act) => $"{Child(name)}/{act}";
}
