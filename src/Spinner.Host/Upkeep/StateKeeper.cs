namespace Spinner.Host.Upkeep;

/// <summary>
/// The desired state, changed by many and written by one: a write takes what has been changed since the one before, and everybody waits for the
/// write that has their change.
/// </summary>
/// <param name="initial">The state as it is on the disk.</param>
/// <param name="write">Writes a state; throws <see cref="StateWriteException"/>, or another, when it cannot.</param>
/// <param name="warn">Told, in a sentence, of a change that could not be written to the end.</param>
internal sealed class StateKeeper(DesiredState initial, Action<DesiredState> write, Action<string> warn) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly DesiredState _initial = initial;
    private DesiredState _current = initial;
    // Made when it is first needed, which for most starts is never.
    private byte[]? _written;
    private TaskCompletionSource? _next;
    private Task _writer = Task.CompletedTask;
    private bool _isWriting;
    private bool _disposed;

    /// <summary>The state as last changed, whether or not it is written yet.</summary>
    public DesiredState Current
    {
        get
        {
            lock (_gate)
                return _current;
        }
    }

    /// <summary>
    /// Changes the state at once, and ends when it is on the disk with this change. When it cannot be written the task fails; the change holds all the
    /// same, and the next one tries to write it too.
    /// </summary>
    /// <param name="change">Answers the new state; short, and called under a lock.</param>
    public Task ChangeAsync(Func<DesiredState, DesiredState> change)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _current = change(_current);
            _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Task mine = _next.Task;
            if (!_isWriting)
            {
                _isWriting = true;
                _writer = Task.Run(WriteAll);
            }

            return mine;
        }
    }

    /// <summary>Waits for the last write, and tries once more to write what could not be written.</summary>
    public async ValueTask DisposeAsync()
    {
        Task writer;
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            writer = _writer;
        }

        await writer.ConfigureAwait(false);
        if (TryWrite(_current) is { } failure)
            warn(failure.Message);
    }

    private void WriteAll()
    {
        while (Next() is { } batch)
        {
            if (TryWrite(batch.State) is { } failure)
                batch.Done.SetException(failure);
            else
                batch.Done.SetResult();
        }
    }

    private (DesiredState State, TaskCompletionSource Done)? Next()
    {
        lock (_gate)
        {
            if (_next is not { } done)
            {
                _isWriting = false;
                return null;
            }

            _next = null;
            return (_current, done);
        }
    }

    /// <summary>Called by one at a time. Null: the disk has it.</summary>
    private Exception? TryWrite(DesiredState state)
    {
        try
        {
            if (_written is null && ReferenceEquals(state, _initial))
                return null;
            byte[] text = StateText.Write(state);
            if (text.AsSpan().SequenceEqual(_written ??= StateText.Write(_initial)))
                return null;
            write(state);
            _written = text;
            return null;
        }
        // Whatever it is, those who wait for it are told; nobody else would be.
        catch (Exception failure)
        {
            return failure;
        }
    }
}
