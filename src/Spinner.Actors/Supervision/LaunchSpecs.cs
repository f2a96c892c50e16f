using System.Globalization;
using Spinner.Policies;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>From a run with its endpoint to the spawn.</summary>
internal static class LaunchSpecs
{
    public static LaunchSpec Create(Run run, string marker, IReadOnlyDictionary<string, string> inherited, string? bindAddress)
    {
        Dictionary<string, string> env = Environment(run, marker, inherited, bindAddress);
        if (run.Notify is { } notify)
        {
            env["NOTIFY_SOCKET"] = notify.Path;
            if (run.Plan.Liveness is { Kind: LivenessKind.Watchdog, Timeout: { } silence })
            {
                env["WATCHDOG_USEC"] = ((long)silence.TotalMicroseconds).ToString(CultureInfo.InvariantCulture);
            }
        }

        IEnumerable<string> args = Placeholders.Fill(run.Plan.Args, run.Plan.Name, run.Endpoint);
        return new LaunchSpec(
            run.Plan.File, [.. run.BuiltProgram is { } built ? args.Prepend(built) : args], env, run.Plan.WorkingDirectory, marker)
        {
            ChildName = run.Plan.Name.Value,
            ListenSocket = run.Lease?.Listener?.Handle,
        };
    }

    /// <summary>The child's variables win over inherited ones and HOST, PORT and the marker over both.</summary>
    public static Dictionary<string, string> Environment(Run run, string marker, IReadOnlyDictionary<string, string> inherited, string? bindAddress)
    {
        Dictionary<string, string> env = run.Plan.ReplaceEnv ? [] : new(inherited, StringComparer.Ordinal);
        if (bindAddress is not null && run.Endpoint.Kind == EndpointKind.Tcp) env["HOST"] = bindAddress;
        foreach ((string key, string value) in Placeholders.Fill(run.Plan.Env, run.Plan.Name, run.Endpoint))
        {
            env[key] = value;
        }

        if (run.Endpoint.Kind != EndpointKind.None) env["PORT"] = run.Endpoint.PortVariable;
        env[RunMarker.Variable] = marker;
        return env;
    }
}
