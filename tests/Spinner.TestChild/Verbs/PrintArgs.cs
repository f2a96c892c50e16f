namespace Spinner.TestChild.Verbs;

/// <summary>Prints its arguments, a line <c>arg &lt;text&gt;</c> each; then serves.</summary>
internal static class PrintArgs
{
    public static int Run(string[] args)
    {
        foreach (string arg in args)
            Say.Line($"arg {arg}");
        Say.Line("end of arguments");
        return Server.Run(new ServeOptions());
    }
}
