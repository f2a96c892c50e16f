using System.CommandLine;
using System.Text.Json;
using Spinner.Cli;
using Spinner.Cli.Client;
using Spinner.Cli.Verbs;
using Spinner.Protocol;

namespace Spinner.Host.Doctor;

/// <summary><c>spinner doctor</c>: whether this machine lets Spinner do its work.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Command doctor = new("doctor", "Looks at the machine: runtime, limits, ports, folders, leftovers.");
        return doctor.Does((cli, result) => RunAsync(cli, SocketPath.ForClient(result.GetValue(Globals.Socket))));
    }

    private static async Task<int> RunAsync(CliContext cli, string socket)
    {
        IReadOnlyList<Finding> findings =
        [
            .. SystemChecks.All(),
            .. LimitChecks.All(),
            .. PortChecks.All(SpinnerDefaults.PortRange),
            .. await HostChecks.OfSocketAsync(socket, cli.Cancel).ConfigureAwait(false),
            .. HostChecks.Leftovers(),
        ];
        cli.Out.Line(cli.Json
            ? JsonSerializer.Serialize(findings, FindingJson.Default.IReadOnlyListFinding)
            : string.Join('\n', findings.Select(Line)));
        return findings.Any(finding => finding.Level == Finding.Problem) ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static string Line(Finding finding)
    {
        string first = $"{finding.Level,-8} {finding.Area,-10} {finding.Text}";
        return finding.Advice is null ? first : $"{first}\n{"",-19} -> {finding.Advice}";
    }
}
