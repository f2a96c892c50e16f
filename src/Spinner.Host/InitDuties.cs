using System.Runtime.InteropServices;
using Spinner.Processes.Linux;

namespace Spinner.Host;

/// <summary>
/// What falls to process 1 of a container.
/// <para>Orphans become its children and would stay as zombies for ever: they are reaped, and nobody else's exits are taken.</para>
/// <para>
/// Signals: SIGTERM, SIGINT, SIGQUIT and SIGHUP have their meaning for the host, as anywhere. SIGUSR1 and SIGUSR2, which have none, go on to those processes of
/// children that have a handler for them, as an init for one program would pass them on to it. Where it would end a process (most shells, say, around
/// the program that is meant) it is not sent: an init for one program has nothing more to lose then, one for many has. SIGWINCH stays here: children have
/// no terminal whose size could change, and servers have taken it for the order to stop.
/// </para>
/// </summary>
internal sealed class InitDuties : IDisposable
{
    private const int Usr1 = 10;
    private const int Usr2 = 12;

    private static readonly TimeSpan _period = TimeSpan.FromSeconds(2);

    private readonly PosixSignalRegistration[] _signals;
    private readonly ITimer _timer;
    private HashSet<(int Pid, ulong Start)> _seen = [];

    private InitDuties(TimeProvider time)
    {
        _signals = [.. new[] { Usr1, Usr2 }.Select(signal => PosixSignalRegistration.Create((PosixSignal)signal, context => PassOn(context, signal)))];
        // Not by SIGCHLD: for whoever asks to be told of that, the runtime reaps every child there is, the launcher's too.
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_period, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes them on, if this is process 1.</summary>
    public static InitDuties? TakeOn(TimeProvider time) => OperatingSystem.IsLinux() && Environment.ProcessId == 1 ? new InitDuties(time) : null;

    public void Dispose()
    {
        _timer.Dispose();
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
    }

    private static void PassOn(PosixSignalContext context, int signal)
    {
        context.Cancel = true;
        try
        {
            OwnGroups.SignalHandlers(signal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // No descriptors are left for /proc. A signal may get lost, and whoever sends one looks for its effect.
        }
    }

    private void Look()
    {
        try
        {
            Reap();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // No descriptors are left for /proc: a zombie can wait.
        }

        // After the pass, so that two never overlap. When disposed meanwhile, nothing comes of it.
        _timer.Change(_period, Timeout.InfiniteTimeSpan);
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
