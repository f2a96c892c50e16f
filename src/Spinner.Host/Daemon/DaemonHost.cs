using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Systemd;
using Serilog.Core;
using Spinner.Cli;
using Spinner.Host.Configuration;
using Spinner.Host.Upkeep;

namespace Spinner.Host.Daemon;

/// <summary>A host in the background: its log in a file, what its children print in a file each, what was asked for by hand kept for its next start.</summary>
internal sealed class DaemonHost(ConfigFile file, SingleInstance instance)
{
    private readonly HostSettings _settings = file.Settings!;
    private IHostControl? _control;

    /// <summary>Runs it to its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync()
    {
        await using Logger log = DaemonLog.Create(_settings);
        void Warn(string sentence) => log.Warning("{Sentence:l}", sentence);
        StateFile stateFile = new(Path.Combine(_settings.StateFolder, "state.json"), TimeProvider.System, Warn);
        StateReading read = stateFile.Read();
        foreach (string message in read.Messages)
            Warn(message);
        if (read.State is null)
            return ExitCodes.BadConfiguration;

        await using StateKeeper keeper = new(read.State, stateFile.Write, Warn);
        KeptWishes wishes = new(keeper, name => _control?.IsOfFile(name) ?? false, log);
        if (file.Path.Length > 0)
            await wishes.FileReadAsync([.. file.Children.Select(child => child.Spec.Name)], []).ConfigureAwait(false);
        using HostRun run = new(line => log.Information("{Message:l}", line), () => { });
        SystemdNotifier systemd = new();
        void Notify(ServiceState state)
        {
            try
            {
                systemd.Notify(state);
            }
            catch (SocketException failure)
            {
                Warn($"The service manager cannot be told: {failure.Message}");
            }
        }

        Prepare(file);
        await using WebApplication host = SpinnerHost.Build(new HostPlan
        {
            Mode = "daemon",
            File = file,
            Read = path => Prepare(ConfigFile.Load(path, ConfigUse.Daemon)),
            Children = wishes.Children(file),
            Run = run,
            Tell = (name, line, isTrouble) => DaemonLog.Tell(log, name, line, isTrouble),
            Log = log,
            Wishes = wishes,
            MaxConnections = _settings.MaxConnections,
            Tcp = ApiAddress.Of(_settings),
            OtlpEndpoint = _settings.OtlpEndpoint,
            Instance = instance,
            StateFolder = _settings.StateFolder,
        });
        _control = host.Services.GetRequiredService<IHostControl>();
        SighupReload reload = new(_control, log);
        run.Reload = reload.Begin;
        run.Stopping = () => Notify(ServiceState.Stopping);
        log.Information("spinner {Version:l} starts (pid {Pid}), and will answer on {Socket:l}", HostControl.Version, Environment.ProcessId, instance.SocketPath);
        return await run.Until(host, () => Notify(ServiceState.Ready)).ConfigureAwait(false);
    }

    private ConfigFile Prepare(ConfigFile read)
    {
        read.Options.RunFile = Path.Combine(_settings.StateFolder, "runs");
        if (_settings.ChildrenLogs)
            read.SendOutputTo(_settings.ChildrenLogsFolder);
        return read;
    }
}
