using System.Runtime.InteropServices;
using Spinner.Processes.Linux;

namespace Spinner.Host;

/// <summary>
/// What falls to process 1 of a container. Orphans become its children and would stay as zombies for ever: they are reaped, and nobody
/// else's exits are taken. Signals that say nothing to Spinner (SIGUSR1, SIGUSR2, SIGWINCH) are passed on to the process groups of all children, as an init for
/// one program would pass them on to it; SIGTERM, SIGINT and SIGQUIT stop the children, each by its own stop signal.
/// </summary>
internal sealed class InitDuties : IDisposable
{
    private const int Usr1 = 10;
    private const int Usr2 = 12;
    private const int Winch = 28;

    private static readonly TimeSpan _period = TimeSpan.FromSeconds(2);

    private readonly PosixSignalRegistration[] _signals;
    private readonly ITimer _timer;
    private HashSet<(int Pid, ulong Start)> _seen = [];

    private InitDuties(TimeProvider time)
    {
        _signals = [.. new[] { Usr1, Usr2, Winch }.Select(signal => PosixSignalRegistration.Create((PosixSignal)signal, context =>
        {
            context.Cancel = true;
            OwnGroups.SignalAll(signal);
        }))];
        _timer = time.CreateTimer(_ => Reap(), null, _period, _period);
    }

    /// <summary>Takes them on, if this is process 1.</summary>
    public static InitDuties? TakeOn(TimeProvider time) => OperatingSystem.IsLinux() && Environment.ProcessId == 1 ? new InitDuties(time) : null;

    public void Dispose()
    {
        _timer.Dispose();
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
    }

    /// <summary>
    /// Reaps zombies that were there a pass ago. A launcher's own stay until their group is empty, and are known; those of the runtime are gone within
    /// moments, so what is still there is an orphan.
    /// </summary>
    private void Reap()
    {
        HashSet<(int, ulong)> seen = [];
        foreach (ProcStat zombie in ProcessScan.Take(null, [], "").All.Where(process => process is { Parent: 1, IsAlive: false }))
        {
            if (OwnGroups.Contains(zombie.Pid))
                continue;
            if (_seen.Contains((zombie.Pid, zombie.StartTicks)))
                ExitReader.ReapIfEnded(zombie.Pid);
            else
                seen.Add((zombie.Pid, zombie.StartTicks));
        }

        _seen = seen;
    }
}
