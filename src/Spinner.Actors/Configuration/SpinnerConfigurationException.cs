namespace Spinner.Configuration;

/// <summary>The settings of a Spinner are wrong; the message lists every error.</summary>
public sealed class SpinnerConfigurationException : Exception
{
    /// <summary>No errors are known.</summary>
    public SpinnerConfigurationException()
        : this([])
    {
    }

    /// <summary>A single error.</summary>
    public SpinnerConfigurationException(string message)
        : this([message])
    {
    }

    /// <summary>A single error with its cause.</summary>
    public SpinnerConfigurationException(string message, Exception innerException)
        : base(message, innerException) => Errors = [message];

    /// <summary>Every error, a sentence each.</summary>
    public SpinnerConfigurationException(IReadOnlyList<string> errors)
        : base($"Spinner cannot use its settings:{string.Concat(errors.Select(error => $"{Environment.NewLine}- {error}"))}") => Errors = errors;

    /// <summary>Every error, a sentence each.</summary>
    public IReadOnlyList<string> Errors { get; }
}
