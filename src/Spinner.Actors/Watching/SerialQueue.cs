namespace Spinner.Watching;

/// <summary>Does one piece of work after the other on pool threads; nobody waits on a lock meanwhile.</summary>
internal sealed class SerialQueue(Action<Exception> failed)
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <summary>The result ends with the work, and never fails: a failure, which is a bug, is told and the next piece done.</summary>
    public Task Enqueue(Action work)
    {
        lock (_gate)
        {
            return _last = _last.ContinueWith(_ => Do(work), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private void Do(Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure)
        {
            failed(failure);
        }
    }
}
