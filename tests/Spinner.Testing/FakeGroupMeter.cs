using Spinner.Processes;

namespace Spinner.Testing;

/// <summary>Answers when the test says what the groups use.</summary>
internal sealed class FakeGroupMeter : IGroupMeter
{
    private readonly Queue<(ProcessIdentity Leader, Action<GroupUsage?> Done)> _asked = new();

    /// <summary>Somebody waits for an answer.</summary>
    public bool IsAsked => _asked.Count > 0;

    /// <summary>The leader of the last question.</summary>
    public ProcessIdentity? LastLeader { get; private set; }

    public void Measure(ProcessIdentity leader, Action<GroupUsage?> done)
    {
        LastLeader = leader;
        _asked.Enqueue((leader, done));
    }

    public IReadOnlyList<GroupUsage?> MeasureNow(IReadOnlyList<ProcessIdentity> leaders) => [.. leaders.Select(_ => (GroupUsage?)null)];

    /// <summary>Answers all who wait; who asks again in its answer waits for the next.</summary>
    public void Answer(GroupUsage? usage)
    {
        for (int waiting = _asked.Count; waiting > 0; waiting--)
        {
            _asked.Dequeue().Done(usage);
        }
    }
}
