using Spinner.Protocol;

namespace Spinner.Policies;

/// <summary>What other nodes may ask. A start runs a command, and who may send commands owns the machine.</summary>
internal static class OtherNodeRules
{
    private const string NoRemoting =
        "no remoting is configured for this Spinner, so other nodes may ask nothing of it: set it up with WithSpinnerRemoting";

    private const string NoCommands =
        "other nodes may start by name what is configured on this node, and bring no commands along: spinner.remote.allow-commands = on would allow it";

    /// <summary>Judges a request.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="settings">What this node allows.</param>
    /// <param name="isKnown">Whether this node knows the child of that name.</param>
    /// <returns>Null, or why it is refused.</returns>
    public static string? Refusal(object request, OtherNodeSettings settings, Func<ChildName, bool> isKnown)
    {
        if (!settings.Serves) return NoRemoting;
        if (settings.AllowsCommands) return null;
        return request switch
        {
            DefineChild or ForgetChild or RestartChild { Spec: not null } => NoCommands,
            StartChild { Spec: { IsBare: false } } or AcquireChild { Spec: { IsBare: false } } => NoCommands,

            // One without a name is answered by the actor; a name that is not known would be introduced.
            StartChild { Name: { } name } when !isKnown(name) => NoCommands,
            AcquireChild { Name: { } name } when !isKnown(name) => NoCommands,
            _ => null,
        };
    }
}

/// <summary>What a node allows others.</summary>
/// <param name="Serves">It answers other nodes at all.</param>
/// <param name="AllowsCommands">They may send specs: run what they like.</param>
internal sealed record OtherNodeSettings(bool Serves, bool AllowsCommands);
