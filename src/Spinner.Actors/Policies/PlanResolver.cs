using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>Turns a spec and the global defaults into a plan, or into the list of everything that is wrong with the spec.</summary>
internal static class PlanResolver
{
    public static PlanResult Resolve(ChildSpec spec, ChildSpec defaults, TimeSpan maxStopTimeout, IHostFiles files) =>
        throw new NotImplementedException();
}
