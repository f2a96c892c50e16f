using System.Text;
using Spinner.Output;
using Spinner.Protocol;

namespace Spinner.Testing;

/// <summary>Keeps what was written to stderr, a line per write.</summary>
internal sealed class FakeOutput : IOutputFactory, IRunOutput
{
    private readonly List<string> _tail = [];

    /// <summary>Opening fails with this.</summary>
    public IOException? Refuses { get; set; }

    public IRunOutput Open(ChildName child, OutputTarget stdout, OutputTarget stderr) => Refuses is null ? this : throw Refuses;

    public void Write(bool isError, ReadOnlySpan<byte> data)
    {
        if (isError)
        {
            _tail.Add(Encoding.UTF8.GetString(data));
        }
    }

    public void End(bool isError)
    {
    }

    public IReadOnlyList<string> Tail() => _tail.ToArray();
}
