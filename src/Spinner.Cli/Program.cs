using Spinner.Cli;

return await SpinnerCommands.RunAsync(SpinnerCommands.Root(), args).ConfigureAwait(false);
