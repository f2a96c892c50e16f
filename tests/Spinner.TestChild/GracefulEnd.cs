using System.Runtime.InteropServices;

namespace Spinner.TestChild;

/// <summary>Ends on SIGTERM in good order.</summary>
internal static class GracefulEnd
{
    /// <summary>From now on SIGTERM makes it say "finishing", wait so many milliseconds, say "bye" and exit with 0.</summary>
    public static PosixSignalRegistration OnTerm(int drain, TaskCompletionSource<int> exit) =>
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _ = Task.Run(() =>
            {
                Say.Line("finishing");
                Wait.For(drain);
                Say.Line("bye");
                exit.TrySetResult(0);
            });
        });
}
