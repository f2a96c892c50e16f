using Serilog;
using Spinner.Cli.Contract;
using Spinner.Host.Upkeep;

namespace Spinner.Host.Daemon;

/// <summary>Reloads at SIGHUP; nobody waits for the outcome, so it is told in the log.</summary>
internal sealed class SighupReload(IHostControl control, ILogger log)
{
    /// <summary>Begins a reload and returns at once.</summary>
    public void Begin() => _ = ReloadAsync();

    private async Task ReloadAsync()
    {
        try
        {
            ReloadResult result = await control.ReloadAsync(dryRun: false, CancellationToken.None).ConfigureAwait(false);
            if (result.Done is { } done)
                Tell(done);
            else if (result.Errors.Count == 0)
                log.Warning("SIGHUP: there is no configuration file to reload");
            foreach (string error in result.Errors)
                log.Error("SIGHUP: nothing was changed: {Error:l}", error);
        }
        catch (Exception failure)
        {
            log.Error(failure, "SIGHUP: the reload failed");
        }
    }

    private void Tell(ReloadView done) => log.Information(
        "SIGHUP: reloaded: added {Added}, changed {Changed}, stopping and then removing {Removed}; {Unchanged} unchanged; for the next start: {NeedRestart}",
        done.Added, done.Changed.Select(child => child.Name), done.Removed, done.Unchanged.Count, done.NeedRestart);
}
