using Spinner.Protocol;

namespace Spinner.Conformance.Tests.StateTable;

/// <summary>What must hold at rest, whatever has happened; and that a stop ends it all.</summary>
internal static class Leftovers
{
    public static IEnumerable<string> Find(World world)
    {
        string[] atRest = [.. AtRest(world)];
        world.Stop();
        world.Settle();
        long version = world.Snapshot.Version;
        world.Pass(24 * 3600);
        return atRest.Concat(AfterStop(world, version));
    }

    private static IEnumerable<string> AtRest(World world)
    {
        bool isUp = world.Snapshot.State == ChildState.Started;
        if (world.Snapshot.State is not (ChildState.Started or ChildState.Stopped or ChildState.Faulted)) yield return $"it stays in {world.Where}";
        if (world.Ports.Out.Count != (isUp ? 1 : 0)) yield return $"{world.Ports.Out.Count} leases are out in {world.Where}";
        if (world.Living.Count() != (isUp ? 1 : 0)) yield return $"{world.Living.Count()} processes live in {world.Where}";
        if (world.Probe.IsAsked) yield return $"the probe is asked in {world.Where}";
        if (world.Builder.Pending > 0) yield return $"a build runs in {world.Where}";
        if (world.Callers.Any(caller => caller.Answers.Count == 0)) yield return "somebody got no answer";
        foreach (string error in world.Errors) yield return $"the actor failed: {error}";
    }

    /// <summary>What the holder of a lease hears later is no answer.</summary>
    private static int Count(Caller caller) => caller.Answers.Count(answer => answer is not (LeaseEnded or LeaseRebound));

    private static IEnumerable<string> AfterStop(World world, long version)
    {
        if (world.Snapshot.State != ChildState.Stopped) yield return $"a stop leads to {world.Where}";
        if (world.Snapshot.Version != version) yield return "a timer was left armed";
        if (world.Ports.Out.Count > 0) yield return "a stop leaves a lease out";
        if (world.Living.Any()) yield return "a stop leaves a process";
        if (world.Watcher.Paths.Count > 0) yield return "a stop leaves a watch";
        foreach (Caller caller in world.Callers.Where(caller => Count(caller) != 1))
        {
            yield return $"somebody got {Count(caller)} answers: {string.Join(", ", caller.Answers)}";
        }
    }
}
