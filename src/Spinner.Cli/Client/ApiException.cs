using Spinner.Cli.Contract;

namespace Spinner.Cli.Client;

/// <summary>The host refused a request or failed to do it.</summary>
public sealed class ApiException(ProblemView problem, ReadOnlyMemory<byte> body = default) : Exception(problem.Detail)
{
    /// <summary>What it said.</summary>
    public ProblemView Problem => problem;

    /// <summary>The same, as it came; empty when it was no problem of ours.</summary>
    public ReadOnlyMemory<byte> Body => body;
}

/// <summary>Nobody answers on the socket, or not as a host of Spinner does.</summary>
public sealed class NoHostException(string socket, string reason, Exception? inner = null)
    : Exception($"No Spinner answers on {socket}: {reason}", inner)
{
    /// <summary>The socket.</summary>
    public string Socket => socket;

    /// <summary>Why, as a sentence.</summary>
    public string Reason => reason;

    /// <summary>Whether a host could be there at all; if not, the reason says all there is to say.</summary>
    public bool IsReachable { get; init; } = true;

    /// <summary>What to do about it; null: what helps with sockets.</summary>
    public string? Advice { get; init; }
}
