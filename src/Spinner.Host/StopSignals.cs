using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Spinner.Host;

/// <summary>
/// SIGINT, SIGTERM, SIGQUIT and SIGHUP stop the host; where it can reload, SIGHUP does that. A later SIGINT hurries: the host ends itself with SIGKILL, and the guardian, which outlives it,
/// kills what is left of the children. One at the same moment does not: <c>timeout</c> and other wrappers pass on what the terminal has sent already.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan _sameMoment = TimeSpan.FromMilliseconds(300);

    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<PosixSignal> _stop;
    private readonly Action _hurry;
    private readonly Action? _reload;
    private readonly TimeProvider _time;
    private long _asked;

    public StopSignals(TimeProvider time, Action<PosixSignal> stop, Action hurry, Action? reload = null)
    {
        _time = time;
        _stop = stop;
        _hurry = hurry;
        _reload = reload;
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
        if (context.Signal == PosixSignal.SIGHUP && _reload is not null)
        {
            _reload();
            return;
        }

        long first = Interlocked.CompareExchange(ref _asked, _time.GetTimestamp(), 0);
        if (first == 0)
            _stop(context.Signal);
        else if (context.Signal == PosixSignal.SIGINT && _time.GetElapsedTime(first) > _sameMoment)
            _hurry();
    }
}
