namespace Spinner.Cli.Client;

/// <summary>The Spinner of another node.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Handler">Asks it what is asked of the API.</param>
internal sealed record OtherNode(string Address, HttpMessageHandler Handler)
{
    /// <summary>The one that the verbs ask which are run within the same flow of calls; null: a host of this machine.</summary>
    public static AsyncLocal<OtherNode?> Meant { get; } = new();
}
