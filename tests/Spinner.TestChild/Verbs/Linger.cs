namespace Spinner.TestChild.Verbs;

/// <summary>Lives until it is killed: it ignores SIGHUP and whatever becomes of its parent.</summary>
internal static class Linger
{
    private const int SigHup = 1;
    private const nint SigIgn = 1;

    public static int Run()
    {
        Native.Signal(SigHup, SigIgn);
        Say.Line($"lingering {Environment.ProcessId}");
        Wait.Forever();
        return 0;
    }
}
