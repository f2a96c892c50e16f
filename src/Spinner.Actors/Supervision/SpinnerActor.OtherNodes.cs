using Akka.Actor;
using Akka.Event;
using Spinner.Protocol;
using Spinner.Wire;

namespace Spinner.Supervision;

/// <summary>What other nodes ask: told apart from local wishes by <see cref="FromAnotherNode"/>, and answered here or nowhere.</summary>
public sealed partial class SpinnerActor
{
    private const string NoRemoting =
        "no remoting is configured for this Spinner, so other nodes may ask nothing of it: set it up with WithSpinnerRemoting";

    private void Answer(FromAnotherNode letter)
    {
        if (letter.Request is NotUnderstood unread)
        {
            _log.Warning("{Asker} sent what cannot be read: {Reason}", Sender, unread.Message);
            Sender.Tell(unread);
            return;
        }

        string request = letter.Request.GetType().Name;
        _log.Warning("{Asker} asked for {Request} from another node and was refused: {Reason}", Sender, request, NoRemoting);
        Sender.Tell(letter.Request is IChildMessage wish && StartsSomething(wish)
            ? new StartFailed(wish.Name ?? "", StartFailureReason.NotAllowed, $"'{wish.Name}' was not started: {NoRemoting}.")
            : new RequestRefused(request, $"{request} was refused: {NoRemoting}."));
    }
}
