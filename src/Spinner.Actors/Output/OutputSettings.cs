using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>What holds for the output of all children.</summary>
internal sealed record OutputSettings
{
    /// <summary>How many stderr lines are kept per run for error messages.</summary>
    public int TailLines { get; init; } = SpinnerDefaults.TailLines;

    /// <summary>How many characters of each.</summary>
    public int TailLineLength { get; init; } = SpinnerDefaults.TailLineLength;

    /// <summary>How many lines are kept per child.</summary>
    public int RingLines { get; init; } = SpinnerDefaults.RingLines;

    /// <summary>The clock, for the time of a line, and for how often a lost file is looked for.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where <see cref="OutputTargetKind.Inherit"/> leads; null: the supervisor's own stdout and stderr.</summary>
    public IInheritedOutput? Inherited { get; init; }

    /// <summary>Told in a sentence when output is lost, from any thread; does not throw.</summary>
    public required Action<string> Tell { get; init; }

    /// <summary>Takes the lines of <see cref="OutputTargetKind.Logger"/>, each with its category; null: they are kept, but not logged.</summary>
    public Action<string, OutputLine>? LogLine { get; init; }
}
