namespace Spinner.TestChild.Verbs;

/// <summary>A stranger: listens on the port it is given, whatever PORT says: <c>steal-port &lt;port&gt;</c>.</summary>
internal static class StealPort
{
    public static int Run(string[] args) => Server.Run(ServeOptions.Parse(args.AsSpan(1)) with { Port = args[0] });
}
