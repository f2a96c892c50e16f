using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Spinner.Host.Foreground;

/// <summary>
/// SIGINT, SIGTERM, SIGQUIT and SIGHUP stop the host. A second SIGINT hurries: the host ends itself with SIGKILL, and the guardian, which outlives it,
/// kills what is left of the children.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<PosixSignal> _stop;
    private readonly Action _hurry;
    private int _asked;

    public StopSignals(Action<PosixSignal> stop, Action hurry)
    {
        _stop = stop;
        _hurry = hurry;
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT, PosixSignal.SIGHUP }
                .Select(signal => PosixSignalRegistration.Create(signal, On)),
        ];
    }

    /// <summary>Ends this process at once, without a chance to clean up.</summary>
    public static void KillMyself()
    {
        using Process me = Process.GetCurrentProcess();
        me.Kill();
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Exchange(ref _asked, 1) == 0)
            _stop(context.Signal);
        else if (context.Signal == PosixSignal.SIGINT)
            _hurry();
    }
}
