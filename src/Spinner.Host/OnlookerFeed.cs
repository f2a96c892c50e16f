using Microsoft.Extensions.Hosting;
using Spinner.Host.Api;
using Spinner.Host.Upkeep;
using Spinner.Hosting;
using Spinner.Protocol;

namespace Spinner.Host;

/// <summary>Tells an onlooker everything until Spinner has ended. Started before the actors, and so ended after them: the stops are told too.</summary>
internal sealed class OnlookerFeed(SpinnerClient spinner, IHostControl host, IOnlooker onlooker) : IHostedService
{
    private Task _telling = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _telling = TellAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _telling.WaitAsync(cancellationToken);

    private async Task TellAsync()
    {
        try
        {
            await foreach (ChildEvent fact in spinner.WatchAsync().ConfigureAwait(false))
                await TellAsync(fact).ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // Spinner has ended; there is nothing left to tell.
        }
    }

    private async Task TellAsync(ChildEvent fact)
    {
        onlooker.Happened(fact is ChildPresent { IsReplay: true } present ? EventViews.Replayed(present) : EventViews.Of(fact));
        if (fact is ChildError error)
            onlooker.Failed(StartFailures.ProblemOf(error.Failure));
        else if (fact is ChildFaulted faulted)
            onlooker.Failed(StartFailures.ProblemOf(faulted.Failure));
        else if (fact is ChildStarted or ChildRestarted or ChildPresent { State: ChildState.Started }
            && await spinner.GetAsync(fact.Name).ConfigureAwait(false) is { State: ChildState.Started } child)
            onlooker.Ready(Views.Of(child, host.IsOfFile(fact.Name)));
    }
}
