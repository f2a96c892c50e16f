using System.Runtime.InteropServices;

namespace Spinner.Cli.Verbs;

/// <summary>Turns the first signal into a cancellation; the second one ends the process as signals do.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption(CancellationTokenSource end)
    {
        _end = end;
        _registrations = [Catch(PosixSignal.SIGINT, 2), Catch(PosixSignal.SIGTERM, 15), Catch(PosixSignal.SIGHUP, 1)];
    }

    /// <summary>128 and the signal's number; null when none came.</summary>
    public int? Code { get; private set; }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private PosixSignalRegistration Catch(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = Code is null;
        Code ??= 128 + number;
        _end.Cancel();
    });
}
