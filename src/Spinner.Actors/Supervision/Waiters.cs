using Akka.Actor;
using Spinner.Policies;

namespace Spinner.Supervision;

/// <summary>A caller, what it wants, and the plan its spec stands for; null when it asked for the child as it is.</summary>
internal readonly record struct Waiter(IActorRef Asker, Wish Wish, ChildPlan? Plan);

/// <summary>The callers who wait for one child, at most so many.</summary>
internal sealed class Waiters(int limit)
{
    private List<Waiter> _waiters = [];

    public bool Any => _waiters.Count > 0;

    public bool TryAdd(Waiter waiter)
    {
        if (_waiters.Count >= limit)
        {
            return false;
        }

        _waiters.Add(waiter);
        return true;
    }

    /// <summary>Takes over those of another list; they have been let in already.</summary>
    public void AddAll(IEnumerable<Waiter> waiters) => _waiters.AddRange(waiters);

    /// <summary>Empties the list first: an answer may bring the next question.</summary>
    public IReadOnlyList<Waiter> TakeAll()
    {
        List<Waiter> all = _waiters;
        _waiters = [];
        return all;
    }
}
