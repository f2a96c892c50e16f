namespace Spinner.Cli.Verbs;

/// <summary>A file that describes a child is missing or wrong: told as the host tells of a spec with errors.</summary>
internal sealed class SpecException(string message) : Exception(message);
