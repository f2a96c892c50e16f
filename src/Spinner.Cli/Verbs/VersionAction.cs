using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner --version</c>: the version of the release, without the revision it was built from.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        string version = typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        parseResult.InvocationConfiguration.Output.WriteLine(version.Split('+')[0]);
        return ExitCodes.Success;
    }
}
