namespace Spinner.Probes;

/// <summary>Makes the checks, each by itself, on the thread pool.</summary>
internal sealed class HealthChecker(TimeProvider time) : IHealthChecker, IDisposable
{
    /// <summary>How long a dispose waits for the programs of cancelled checks to be killed.</summary>
    private static readonly TimeSpan _killTime = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<PendingCheck, Task> _running = [];
    private bool _disposed;

    public IDisposable Check(HealthTarget target, Action<string?> done)
    {
        PendingCheck check = new(done);
        lock (_gate)
        {
            if (_disposed)
                check.Dispose();
            else
                _running.Add(check, Task.Run(() => RunAsync(target, check)));
        }

        return check;
    }

    /// <summary>Cancels all checks.</summary>
    public void Dispose()
    {
        Task[] ending;
        lock (_gate)
        {
            _disposed = true;
            foreach (PendingCheck check in _running.Keys)
                check.Dispose();
            ending = [.. _running.Values];
        }

        // The process may end next, and nobody would be left to do the killing. A WhenAny does not throw what the tasks throw.
        Task.WhenAny(Task.WhenAll(ending)).Wait(_killTime);
    }

    private async Task RunAsync(HealthTarget target, PendingCheck check)
    {
        try
        {
            check.Answer(await TryAsync(target, check.Cancelled).ConfigureAwait(false));
        }
        finally
        {
            lock (_gate)
                _running.Remove(check);
        }
    }

    private async Task<string?> TryAsync(HealthTarget target, CancellationToken cancelled)
    {
        using CancellationTokenSource deadline = new(target.Timeout, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancelled);
        try
        {
            return target.Kind switch
            {
                HealthCheckKind.Http => await HttpCheck.TryAsync(target, either.Token).ConfigureAwait(false),
                HealthCheckKind.Tcp => await TcpCheck.TryAsync(target, either.Token).ConfigureAwait(false),
                _ => await ExecCheck.TryAsync(target, time, either.Token).ConfigureAwait(false),
            };
        }
        catch (Exception) when (either.IsCancellationRequested)
        {
            return HealthSentences.Late(target);
        }
        catch (Exception failure)
        {
            // Whatever it was, the child was not seen to be well, and the caller is to hear of it.
            return HealthSentences.NotMade(target, failure);
        }
    }
}
