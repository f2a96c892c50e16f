using Spinner.Cli;
using Spinner.Cli.Handover;

return HandedVerbs.Are(args)
    ? HostProgram.Become(args)
    : await SpinnerCommands.RunAsync(SpinnerCommands.Root(HandedVerbs.Create()), args, (_, _) => Task.FromResult(HostProgram.Become(args))).ConfigureAwait(false);
