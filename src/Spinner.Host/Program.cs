using Spinner.Cli;
using Spinner.Host;
using Spinner.Host.Configuration;
using Spinner.Host.Daemon;
using Spinner.Host.Doctor;
using Spinner.Host.Foreground;
using Spinner.Host.Remote;

NoAppConfig.Install();
return await SpinnerCommands.RunAsync(SpinnerCommands.Root(UpCommand.Create(), RunCommand.Create(), JsonDaemon.From(DaemonCommand.Create()), CheckCommand.Create(), DoctorCommand.Create()), args, RemoteCalls.RunAsync).ConfigureAwait(false);
