using System.CommandLine;
using System.Text.Json;
using Spinner.Cli;
using Spinner.Cli.Client;
using Spinner.Protocol;

namespace Spinner.Host.Doctor;

/// <summary><c>spinner doctor</c>: whether this machine lets Spinner do its work.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Option<string?> socket = new("--socket") { Description = "The socket of the host." };
        Option<string> output = new("--output", "-o") { Description = "text or json.", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        Command doctor = new("doctor", "Looks at the machine: runtime, limits, ports, folders, leftovers.") { socket, output };
        doctor.SetAction((result, cancel) => RunAsync(SocketPath.ForClient(result.GetValue(socket)), result.GetValue(output) == "json", cancel));
        return doctor;
    }

    private static async Task<int> RunAsync(string socket, bool json, CancellationToken cancel)
    {
        IReadOnlyList<Finding> findings =
        [
            .. SystemChecks.All(),
            .. LimitChecks.All(),
            .. PortChecks.All(SpinnerDefaults.PortRange),
            .. await HostChecks.OfSocketAsync(socket, cancel).ConfigureAwait(false),
            .. HostChecks.Leftovers(),
        ];
        await Console.Out.WriteLineAsync(json
            ? JsonSerializer.Serialize(findings, FindingJson.Default.IReadOnlyListFinding)
            : string.Join('\n', findings.Select(Line))).ConfigureAwait(false);
        return findings.Any(finding => finding.Level == Finding.Problem) ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static string Line(Finding finding)
    {
        string first = $"{finding.Level,-8} {finding.Area,-10} {finding.Text}";
        return finding.Advice is null ? first : $"{first}\n{"",-19} -> {finding.Advice}";
    }
}
