namespace Spinner.TestChild;

/// <summary>Blocking waits: this program has nothing else to do.</summary>
internal static class Wait
{
    public static void For(int milliseconds)
    {
        using ManualResetEventSlim never = new();
        never.Wait(milliseconds);
    }

    public static void Forever() => For(Timeout.Infinite);
}
