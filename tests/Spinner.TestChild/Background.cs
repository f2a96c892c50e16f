namespace Spinner.TestChild;

/// <summary>Threads for what waits a lot: the few of the thread pool are for those who ask the server.</summary>
internal static class Background
{
    public static void Run(Action action) => new Thread(() => action()) { IsBackground = true }.Start();
}
