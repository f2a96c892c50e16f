using System.Collections;

namespace Spinner.TestChild.Verbs;

/// <summary>Prints its environment, a line <c>env NAME=VALUE</c> each, and its working directory; then serves.</summary>
internal static class PrintEnv
{
    public static int Run(string[] args)
    {
        foreach (DictionaryEntry pair in Environment.GetEnvironmentVariables())
            Say.Line($"env {pair.Key}={pair.Value}");
        Say.Line($"cwd {Environment.CurrentDirectory}");
        Say.Line("end of environment");
        return Server.Run(ServeOptions.Parse(args));
    }
}
