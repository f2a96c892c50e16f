using System.Text;
using Spinner.Output;
using Spinner.Protocol;

namespace Spinner.Testing;

/// <summary>Keeps what was written to stderr, a line per write; follows nothing.</summary>
internal sealed class FakeOutput : IOutputFactory, IRunOutput
{
    private readonly List<string> _tail = [];

    /// <summary>Opening fails with this.</summary>
    public IOException? Refuses { get; set; }

    /// <summary>What was opened.</summary>
    public List<OutputRequest> Requests { get; } = [];

    /// <summary>The streams are to be held after the next writes.</summary>
    public bool Holds { get; set; }

    public Action<bool>? Resume { get; set; }

    public IRunOutput Open(OutputRequest request)
    {
        Requests.Add(request);
        return Refuses is null ? this : throw Refuses;
    }

    public OutputSubscription Subscribe(ChildName child, OutputSubscriptionOptions options) =>
        new ChildOutput(child, 0, TimeProvider.System).Subscribe(options);

    public IReadOnlyList<OutputLine> Recent(ChildName child, int lines) =>
        [.. _tail.TakeLast(lines).Select(text => new OutputLine(child, 1, true, DateTimeOffset.UnixEpoch, text))];

    public IReadOnlyList<OutputCount> Counts() => [];

    /// <summary>The children that were forgotten.</summary>
    public List<ChildName> Forgotten { get; } = [];

    public void Forget(ChildName child) => Forgotten.Add(child);

    public bool Write(bool isError, ReadOnlySpan<byte> data)
    {
        if (isError)
        {
            _tail.Add(Encoding.UTF8.GetString(data));
        }

        return !Holds;
    }

    public void End(bool isError)
    {
    }

    public IReadOnlyList<string> Tail() => _tail.ToArray();
}
