namespace Spinner.Host.Upkeep;

/// <summary>What was found at the start of a host.</summary>
/// <param name="State">What was asked for; null: it cannot be known, and the host must not go on, for it would write over it.</param>
/// <param name="Messages">What there is to tell about it, sentences; none when all is well.</param>
internal sealed record StateReading(DesiredState? State, IReadOnlyList<string> Messages);
