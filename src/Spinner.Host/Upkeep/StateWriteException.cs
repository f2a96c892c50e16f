namespace Spinner.Host.Upkeep;

/// <summary>A state could not be written; the message names the file.</summary>
internal sealed class StateWriteException(string message, Exception inner) : IOException(message, inner);
