namespace Spinner.Output;

/// <summary>Drops everything.</summary>
internal sealed class NullSink : IOutputSink
{
    public static NullSink Instance { get; } = new();

    public void Write(ReadOnlySpan<byte> data)
    {
    }

    public void Dispose()
    {
    }
}
