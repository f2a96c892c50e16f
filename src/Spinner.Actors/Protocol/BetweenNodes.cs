namespace Spinner.Protocol;

/// <summary>The answer to a message from another node that could not be read: of a kind, or of a form, that is not known here.</summary>
/// <param name="Manifest">What the message called itself; cut short when it is long.</param>
/// <param name="Message">What is wrong with it, for people. Nothing of its content is repeated.</param>
public sealed record NotUnderstood(string Manifest, string Message);

/// <summary>
/// The answer to a request from another node that is not allowed here. One that would start something is answered <see cref="StartFailed"/> with
/// <see cref="StartFailureReason.NotAllowed"/> instead.
/// </summary>
/// <param name="Request">The name of the request, such as <c>StopChild</c>.</param>
/// <param name="Message">Why, for people, and what allows it.</param>
public sealed record RequestRefused(string Request, string Message);

/// <summary>Asks whether a Spinner is there. Reply: <see cref="SpinnerAlive"/>.</summary>
/// <param name="Number">Comes back in the answer, and so tells answers apart.</param>
public sealed record PingSpinner(long Number);

/// <summary>The answer to <see cref="PingSpinner"/>.</summary>
/// <param name="Number">The number of the question.</param>
public sealed record SpinnerAlive(long Number)
{
    /// <summary>The version of the wire that this library speaks. It grows when messages are added that others need to know of.</summary>
    public const int CurrentWireVersion = 1;

    /// <summary>The version of the wire that the answering node speaks; from 1 on.</summary>
    public int WireVersion { get; init => field = Math.Max(1, value); } = CurrentWireVersion;

    /// <summary>Whether the asker may start what it likes there, and not only children that the node knows.</summary>
    public bool AllowsCommands { get; init; }
}
