namespace Spinner.Processes.Linux;

/// <summary>The run file belongs to a host that is alive.</summary>
internal sealed class RunFileException(string message) : Exception(message);
