namespace Spinner.TestChild.Verbs;

/// <summary>Listens on PORT, and behaves.</summary>
internal static class Serve
{
    public static int Run(string[] args) => Server.Run(ServeOptions.Parse(args));
}
