using System.Globalization;

namespace Spinner.TestChild.Verbs;

/// <summary>Exits with a code, after a last word on stderr: <c>exit-at-once &lt;code&gt; [text]</c>.</summary>
internal static class ExitAtOnce
{
    public static int Run(string[] args)
    {
        if (args.Length > 1)
            Say.Error(args[1]);
        return int.Parse(args[0], CultureInfo.InvariantCulture);
    }
}
