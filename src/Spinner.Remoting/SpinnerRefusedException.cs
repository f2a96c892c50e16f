namespace Spinner.Remoting;

/// <summary>
/// The Spinner on another node has answered that it does not allow, or does not understand, what was asked. (A start that is not allowed is no exception
/// but an answer: <see cref="Protocol.StartFailed"/>.)
/// </summary>
public sealed class SpinnerRefusedException : Exception
{
    /// <summary>An exception with the words of the other node.</summary>
    public SpinnerRefusedException(string message)
        : base(message)
    {
    }
}
