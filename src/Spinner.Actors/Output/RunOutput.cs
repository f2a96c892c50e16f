namespace Spinner.Output;

/// <summary>The two sinks of one run, and the tail of its stderr.</summary>
internal sealed class RunOutput(IOutputSink stdout, IOutputSink stderr, TailBuffer tail, Action<string> log) : IRunOutput
{
    private IOutputSink? _stdout = stdout;
    private IOutputSink? _stderr = stderr;

    public void Write(bool isError, ReadOnlySpan<byte> data)
    {
        if (isError)
            tail.Append(data);
        try
        {
            Volatile.Read(ref Stream(isError))?.Write(data);
        }
        catch (Exception failure)
        {
            // Our own sinks do not throw; one that an embedder supplied broke its word. The pump serves other children too.
            log($"A sink of {(isError ? "stderr" : "stdout")} failed and gets no more output: {failure}");
            End(isError);
        }
    }

    public void End(bool isError)
    {
        try
        {
            Interlocked.Exchange(ref Stream(isError), null)?.Dispose();
        }
        catch (Exception failure)
        {
            log($"A sink of {(isError ? "stderr" : "stdout")} failed to close: {failure}");
        }
    }

    public IReadOnlyList<string> Tail() => tail.Lines();

    private ref IOutputSink? Stream(bool isError) => ref isError ? ref _stderr : ref _stdout;
}
