using Spinner.Policies;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Supervision;

/// <summary>From a plan and a leased endpoint to the spawn.</summary>
internal static class LaunchSpecs
{
    /// <summary>The child's variables win over inherited ones, PORT and the marker over both.</summary>
    public static LaunchSpec Create(
        ChildPlan plan, string? builtProgram, ChildEndpoint endpoint, string marker, IReadOnlyDictionary<string, string> inherited)
    {
        Dictionary<string, string> env = plan.ReplaceEnv ? [] : new(inherited, StringComparer.Ordinal);
        foreach ((string key, string value) in Placeholders.Fill(plan.Env, plan.Name, endpoint))
        {
            env[key] = value;
        }

        env["PORT"] = endpoint.PortVariable;
        env[RunMarker.Variable] = marker;
        IEnumerable<string> args = Placeholders.Fill(plan.Args, plan.Name, endpoint);
        return new LaunchSpec(plan.File, [.. builtProgram is null ? args : args.Prepend(builtProgram)], env, plan.WorkingDirectory, marker);
    }
}
