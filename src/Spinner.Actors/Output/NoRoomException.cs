namespace Spinner.Output;

/// <summary>A file cannot be opened for want of something that may come back: room, quota, a file system that may be written.</summary>
/// <param name="message">The sentence for whoever asked.</param>
/// <param name="reason">The system's own words.</param>
internal sealed class NoRoomException(string message, string reason) : IOException(message)
{
    public string Reason => reason;
}
