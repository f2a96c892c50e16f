using Spinner.Cli.Contract;

namespace Spinner.Cli.Client;

/// <summary>The host refused a request or failed to do it.</summary>
public sealed class ApiException(ProblemView problem) : Exception(problem.Detail)
{
    /// <summary>What it said.</summary>
    public ProblemView Problem => problem;
}

/// <summary>Nobody answers on the socket, or not as a host of Spinner does.</summary>
public sealed class NoHostException(string socket, string reason, Exception? inner = null)
    : Exception($"No Spinner answers on {socket}: {reason}", inner)
{
    /// <summary>The socket.</summary>
    public string Socket => socket;
}
