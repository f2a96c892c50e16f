namespace Spinner.Host.Api;

/// <summary>The control API cannot be opened as it is configured. The message is a sentence for people; the program ends with exit code 2.</summary>
internal sealed class ApiStartException(string message, Exception? inner = null) : Exception(message, inner);
