namespace Spinner.Output;

/// <summary>
/// Passes the bytes of children on to the supervisor's own stdout and stderr, as they come. A paused terminal or a closed pipe
/// blocks no child: see <see cref="BoundedWriter"/>.
/// </summary>
internal sealed class SupervisorOutput : IInheritedOutput, IDisposable
{
    private readonly Lazy<BoundedWriter> _writer;

    public SupervisorOutput()
        : this(() => [Console.OpenStandardOutput(), Console.OpenStandardError()])
    {
    }

    internal SupervisorOutput(Func<IReadOnlyList<Stream>> streams) => _writer = new(() => new BoundedWriter(streams()));

    public IOutputSink Open(string childName, bool isError) => new Sink(_writer.Value, isError ? 1 : 0);

    public void Dispose()
    {
        if (_writer.IsValueCreated)
            _writer.Value.Dispose();
    }

    private sealed class Sink(BoundedWriter writer, int target) : IOutputSink
    {
        public void Write(ReadOnlySpan<byte> data) => writer.Add(target, data);

        public void Dispose()
        {
            // The streams belong to the supervisor.
        }
    }
}
