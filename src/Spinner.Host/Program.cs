using System.CommandLine;
using Spinner.Host;
using Spinner.Host.Configuration;
using Spinner.Host.Foreground;

Argument<string> file = new("file")
{
    Description = "The HOCON file that names the children.",
    DefaultValueFactory = _ => "spinner.conf",
};
Command up = new("up", "Starts every child of a file, shows their output, and stops them all on Ctrl-C.") { file };
up.SetAction((result, _) => UpCommand.Run(result.GetValue(file)!));

RootCommand root = new("Starts, watches and stops child processes.") { up, CheckCommand.Create() };
ParseResult parsed = root.Parse(args);
int code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? ExitCodes.Usage : code;
