using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner --version</c>: the version of the release, without the revision it was built from.</summary>
internal sealed class VersionAction : AsynchronousCommandLineAction
{
    public override Task<int> InvokeAsync(ParseResult parseResult, CancellationToken cancellationToken = default) => CliContext.RunAsync(parseResult, cli =>
    {
        string version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        cli.Out.Line(version.Split('+')[0]);
        return Task.FromResult(ExitCodes.Success);
    });
}
