using System.Runtime.InteropServices;

namespace Spinner.TestChild;

/// <summary>Ends on SIGTERM in good order.</summary>
internal static class GracefulEnd
{
    /// <summary>
    /// From now on SIGTERM makes it say "finishing", finish what it has begun, wait so many milliseconds, say "bye" and exit with 0.
    /// </summary>
    public static PosixSignalRegistration OnTerm(int drain, TaskCompletionSource<int> exit, Action? finish = null) =>
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _ = Task.Run(() =>
            {
                Say.Line("finishing");
                finish?.Invoke();
                Wait.For(drain);
                Say.Line("bye");
                exit.TrySetResult(0);
            });
        });
}
