using System.Globalization;

namespace Spinner.TestChild.Verbs;

/// <summary>Sends itself a signal with its default action: <c>die-of-signal &lt;number&gt;</c>.</summary>
internal static class DieOfSignal
{
    public static int Run(string[] args)
    {
        int signal = int.Parse(args[0], CultureInfo.InvariantCulture);
        Native.Signal(signal, 0);
        if (Native.Kill(Environment.ProcessId, signal) == 0)
            Wait.Forever();
        Say.Error("kill failed");
        return 1;
    }
}
