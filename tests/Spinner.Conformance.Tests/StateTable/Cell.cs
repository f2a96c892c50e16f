using Spinner.Protocol;

namespace Spinner.Conformance.Tests.StateTable;

/// <summary>What became of one stimulus in one situation, and what was wrong with it.</summary>
internal sealed record Cell(Situation Situation, Stimulus Stimulus)
{
    public string Then { get; private init; } = "";

    public string AnswerNow { get; private init; } = "";

    public string AnswerLater { get; private init; } = "";

    public string Others { get; private init; } = "";

    public string Finally { get; private init; } = "";

    public IReadOnlyList<(string From, string To)> Transitions { get; private init; } = [];

    public IReadOnlyList<string> Defects { get; private init; } = [];

    /// <summary>Null where the stimulus cannot happen.</summary>
    public static Cell? Try(Situation situation, Stimulus stimulus)
    {
        using World world = new(situation.Known);
        situation.Reach(world);
        string before = world.Where;
        string trace = Trace(world);
        int run = world.Snapshot.Run;
        int ways = world.Transitions.Count;
        Caller[] earlier = [.. world.Callers.Where(caller => caller.Answers.Count == 0)];
        if (!stimulus.Happen(world, situation.Spec))
        {
            return null;
        }

        Caller? asker = stimulus.IsCommand ? world.Callers[^1] : null;
        string then = world.Where;
        Caller[] answered = [.. earlier.Where(caller => caller.Answers.Count > 0)];
        bool isReplaced = world.Snapshot.Run != run;
        string? now = asker?.Answers.Count > 0 ? Words(asker.Answers[0], run) : null;
        (string From, string To)[] transitions = [.. world.Transitions.Skip(ways)];
        List<string> defects = [];
        if (before != situation.Where) defects.Add($"the situation was not reached, the child is {before}");
        if (stimulus.IsHarmless && Trace(world) != trace) defects.Add($"it left a trace: {trace} became {Trace(world)}");

        world.Settle();
        IEnumerable<string> soon = Counted(answered, run);
        IEnumerable<string> later = Counted(earlier.Except(answered), run);
        Cell cell = new(situation, stimulus)
        {
            Then = then == before ? isReplaced ? $"{then} of the next run" : "same" : then,
            AnswerNow = asker is null ? "" : now ?? "waits",
            AnswerLater = asker is null || now is not null ? "" : asker.Answers.Count > 0 ? Words(asker.Answers[0], run) : "nothing",
            Others = string.Join("; ", soon.Concat(later.Select(answer => $"later {answer}"))),
            Finally = world.Where,
            Transitions = transitions,
            Defects = defects,
        };
        defects.AddRange(Leftovers.Find(world));
        return cell;
    }

    /// <summary>Everything of the child that a fact without meaning must leave as it is.</summary>
    private static string Trace(World world)
    {
        ChildSnapshot seen = world.Snapshot;
        int signals = world.Launcher.Processes.Sum(process => process.Signals.Count + process.Kills.Count);
        return $"{world.Where}, version {seen.Version}, {seen.Cause}, run {seen.Run}, {seen.FailedStarts} failed, {seen.Restarts} restarts, "
            + $"{world.Launcher.Processes.Count} processes, {signals} signals, {world.Ports.Out.Count} leases, {world.Callers.Sum(c => c.Answers.Count)} answers";
    }

    private static IEnumerable<string> Counted(IEnumerable<Caller> callers, int run) => callers
        .SelectMany(caller => caller.Answers)
        .Select(answer => Words(answer, run))
        .GroupBy(answer => answer, StringComparer.Ordinal)
        .Select(same => same.Count() == 1 ? same.Key : $"{same.Count()} x {same.Key}");

    private static string Words(object answer, int run) => answer switch
    {
        StartSucceeded it => $"StartSucceeded({Which(it.Run - run)}{(it.SpecDiffers ? ", spec differs" : "")})",
        StartFailed it => $"StartFailed({it.Reason}{(it.RetryAfter is null ? "" : ", retry after")})",
        StopResult it => $"StopResult({it.Outcome})",
        LeaseGranted it => $"LeaseGranted({Which(it.Run - run)})",
        LeaseResult it => it.WasHeld ? "LeaseResult(was held)" : "LeaseResult(not held)",
        TouchResult it => it.Touched ? "TouchResult(touched)" : "TouchResult(not touched)",
        _ => answer.GetType().Name,
    };

    private static string Which(int further) => further switch
    {
        0 => "this run",
        1 => "next run",
        _ => $"{further} runs later",
    };
}
