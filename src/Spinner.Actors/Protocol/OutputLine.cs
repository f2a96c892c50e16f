namespace Spinner.Protocol;

/// <summary>A line that a child printed.</summary>
/// <param name="Child">The child.</param>
/// <param name="Run">The number of its run.</param>
/// <param name="IsError">True for stderr.</param>
/// <param name="At">When it was read, which may be a moment after it was written.</param>
/// <param name="Text">
/// The line without its end. Bytes that are no UTF-8 are replaced by U+FFFD; a line longer than 8 KB comes as several.
/// </param>
public sealed record OutputLine(ChildName Child, int Run, bool IsError, DateTimeOffset At, string Text);
