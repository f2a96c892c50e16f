namespace Spinner.TestChild.Verbs;

/// <summary>Listens, on a port nobody asked for.</summary>
internal static class ServeElsewhere
{
    public static int Run(string[] args) => Server.Run(ServeOptions.Parse(args) with { Port = "0" });
}
