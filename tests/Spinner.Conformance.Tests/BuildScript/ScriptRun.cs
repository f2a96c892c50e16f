using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Spinner.Testing;

namespace Spinner.Conformance.Tests.BuildScript;

/// <summary>
/// Runs build.ps1 in the PowerShell engine with a <c>dotnet</c> that only notes what it was asked. The engine package comes without the
/// cmdlets that live in other modules, so the few the script uses are stood in for.
/// </summary>
internal sealed record ScriptRun(IReadOnlyList<string> CommandLines, IReadOnlyList<string> Folders, string? Error)
{
    private const string StandIns = """
        function Push-Location { param($Path) $script:folders.Add("$Path") }
        function Pop-Location { $script:folders.Add('back') }
        function dotnet { $script:calls.Add($args -join ' '); $global:LASTEXITCODE = $script:exitCode }
        """;

    public static string Source { get; } = File.ReadAllText(Repository.PathOf("build.ps1"));

    /// <summary>The errors the PowerShell parser finds.</summary>
    public static IReadOnlyList<string> Parse(string source)
    {
        Parser.ParseInput(source, out _, out ParseError[] errors);
        return [.. errors.Select(error => error.Message)];
    }

    /// <summary>Runs the text of a script with the parameters given.</summary>
    public static ScriptRun Of(string source, int dotnetExitCode = 0, params IEnumerable<(string Name, string Value)> parameters)
    {
        List<string> calls = [];
        List<string> folders = [];
        using Runspace runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        runspace.SessionStateProxy.SetVariable("calls", calls);
        runspace.SessionStateProxy.SetVariable("folders", folders);
        runspace.SessionStateProxy.SetVariable("exitCode", dotnetExitCode);
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddScript(StandIns, useLocalScope: false).Invoke();
        shell.Commands.Clear();
        shell.AddScript(source, useLocalScope: true);
        foreach ((string name, string value) in parameters)
            shell.AddParameter(name, value);
        try
        {
            shell.Invoke();
            string? error = shell.HadErrors ? string.Join("; ", shell.Streams.Error) : null;
            return new ScriptRun(calls, folders, error);
        }
        catch (RuntimeException e)
        {
            return new ScriptRun(calls, folders, e.Message);
        }
    }
}
