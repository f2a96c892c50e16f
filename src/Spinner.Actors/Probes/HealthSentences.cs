using System.Globalization;
using System.Net.Sockets;
using Spinner.Protocol;

namespace Spinner.Probes;

/// <summary>Why a check failed, for people.</summary>
internal static class HealthSentences
{
    /// <summary>What is asked: a URL, an address, a program.</summary>
    public static string NameOf(HealthTarget target) => target.Kind switch
    {
        HealthCheckKind.Exec => $"'{(target.Command.Count > 0 ? target.Command[0] : "")}'",
        HealthCheckKind.Http when target.Endpoint.Kind == EndpointKind.Unix => $"{target.Endpoint.Url}:{HttpCheck.PathOf(target)}",
        HealthCheckKind.Http => $"http://{NameOf(target.Endpoint)}{HttpCheck.PathOf(target)}",
        _ => NameOf(target.Endpoint),
    };

    public static string Late(HealthTarget target)
    {
        string what = target.Kind switch
        {
            HealthCheckKind.Http => "gave no answer",
            HealthCheckKind.Tcp => "accepted no connection",
            _ => "did not end",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{NameOf(target)} {what} within {target.Timeout.TotalSeconds:0.###} s.");
    }

    public static string Status(HealthTarget target, int status) => $"{NameOf(target)} answered with status {status}.";

    public static string NoHttp(HealthTarget target, Exception failure) => $"{NameOf(target)} gave no HTTP answer: {failure.Message}";

    public static string Unreachable(HealthTarget target, SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"{NameOf(target)} refused the connection.",
        SocketError.ConnectionReset => $"{NameOf(target)} closed the connection.",
        // A unix socket says so at once, where TCP lets the connection wait.
        SocketError.WouldBlock => $"{NameOf(target)} has too many connections waiting to be accepted.",
        // .NET has no better word for a path that is not there.
        SocketError.AddressNotAvailable when target.Endpoint.Kind == EndpointKind.Unix => $"{NameOf(target)} does not exist.",
        _ => $"{NameOf(target)} cannot be reached: {failure.Message}.",
    };

    public static string NotStarted(HealthTarget target, string reason) =>
        $"{NameOf(target)} could not be started in '{target.WorkingDirectory}': {reason}.";

    public static string ExitCode(HealthTarget target, int code, string? lastLine) =>
        $"{NameOf(target)} ended with exit code {code}{(lastLine is null ? "." : $": {lastLine}")}";

    public static string NotMade(HealthTarget target, Exception failure) =>
        $"The check of {NameOf(target)} could not be made: {failure.Message}";

    private static string NameOf(ChildEndpoint endpoint) => endpoint.Kind == EndpointKind.Unix ? endpoint.Url
        : endpoint.Host.Contains(':', StringComparison.Ordinal) ? $"[{endpoint.Host}]:{endpoint.Port}" : $"{endpoint.Host}:{endpoint.Port}";
}
