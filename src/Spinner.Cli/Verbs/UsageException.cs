namespace Spinner.Cli.Verbs;

/// <summary>The command line parses, and yet makes no sense.</summary>
internal sealed class UsageException(string message) : Exception(message);
