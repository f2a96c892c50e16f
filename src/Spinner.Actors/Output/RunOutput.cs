namespace Spinner.Output;

/// <summary>The two sinks of one run, the tail of its stderr, and its lines.</summary>
internal sealed class RunOutput(
    IOutputSink stdout, IOutputSink stderr, TailBuffer tail, ChildOutput child, RunStream outLines, RunStream errLines, Action<string> log) : IRunOutput
{
    private IOutputSink? _stdout = stdout;
    private IOutputSink? _stderr = stderr;

    public Action<bool>? Resume
    {
        set
        {
            outLines.Resume = () => value?.Invoke(false);
            errLines.Resume = () => value?.Invoke(true);
        }
    }

    public bool Write(bool isError, ReadOnlySpan<byte> data)
    {
        if (isError)
            tail.Append(data);
        try
        {
            Volatile.Read(ref Sink(isError))?.Write(data);
        }
        catch (Exception failure)
        {
            // Our own sinks do not throw; one that an embedder supplied broke its word. The pump serves other children too.
            log($"A sink of {(isError ? "stderr" : "stdout")} failed and gets no more output: {failure}");
            Close(isError);
        }

        return child.Append(Lines(isError), data);
    }

    public void End(bool isError)
    {
        child.End(Lines(isError));
        Close(isError);
    }

    public IReadOnlyList<string> Tail() => tail.Lines();

    private void Close(bool isError)
    {
        try
        {
            Interlocked.Exchange(ref Sink(isError), null)?.Dispose();
        }
        catch (Exception failure)
        {
            log($"A sink of {(isError ? "stderr" : "stdout")} failed to close: {failure}");
        }
    }

    private RunStream Lines(bool isError) => isError ? errLines : outLines;

    private ref IOutputSink? Sink(bool isError) => ref isError ? ref _stderr : ref _stdout;
}
