using System.CommandLine;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner shutdown</c>.</summary>
internal static class ShutdownVerb
{
    private static readonly TimeSpan _period = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        Option<bool> noWait = new("--no-wait") { Arity = ArgumentArity.Zero, Description = "Ends when the host has been told, not when it is gone." };
        Command shutdown = new("shutdown", "Stops every child, then the host, and waits until it is gone.") { noWait };
        return shutdown.Does((cli, result) => RunAsync(cli, result.GetValue(noWait)));
    }

    private static async Task<int> RunAsync(CliContext cli, bool noWait)
    {
        InfoView host = await cli.Host.GetAsync(Routes.Info, ContractJson.Default.InfoView, cli.Cancel).ConfigureAwait(false);
        await cli.Host.AskAsync(HttpMethod.Post, Routes.Shutdown, null, cli.Cancel).ConfigureAwait(false);
        if (!noWait)
        {
            Task gone = GoneAsync(cli, host);
            await Progress.ShowAsync(cli, [new Progress.Piece("spinner", "shutting down", gone, cancel => StopVerb.LeftAsync(cli, cancel))]).ConfigureAwait(false);
            await gone.ConfigureAwait(false);
        }

        if (!cli.Json)
            cli.Out.Line(noWait ? "shutting down" : "Spinner has ended");
        return ExitCodes.Success;
    }

    // Its process has ended, so that whoever starts the next one meets nothing of it; where it is of another pid namespace, its socket tells.
    private static async Task GoneAsync(CliContext cli, InfoView host)
    {
        using PeriodicTimer step = new(_period, TimeProvider.System);
        while (await AnswersAsync(cli, host).ConfigureAwait(false))
            await step.WaitForNextTickAsync(cli.Cancel).ConfigureAwait(false);
        while (IsRunning(host))
            await step.WaitForNextTickAsync(cli.Cancel).ConfigureAwait(false);
    }

    private static async Task<bool> AnswersAsync(CliContext cli, InfoView host)
    {
        try
        {
            // A new connection each time: one that is kept may outlive the listening socket.
            using DaemonClient client = new(cli.Host.Socket);
            return (await client.GetAsync(Routes.Info, ContractJson.Default.InfoView, cli.Cancel).ConfigureAwait(false)).Instance == host.Instance;
        }
        catch (NoHostException)
        {
            return false;
        }
        catch (ApiException)
        {
            return true;
        }
    }

    private static bool IsRunning(InfoView host)
    {
        string status = $"/proc/{host.Pid}/comm";
        try
        {
            return OperatingSystem.IsLinux() && File.ReadAllText(status).StartsWith("spinner", StringComparison.Ordinal) && !IsZombie(host.Pid);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsZombie(int pid) => File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
}
