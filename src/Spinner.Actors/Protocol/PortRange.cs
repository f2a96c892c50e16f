namespace Spinner.Protocol;

/// <summary>An inclusive range of TCP ports.</summary>
/// <param name="First">The lowest port, 1-65535.</param>
/// <param name="Last">The highest port, <paramref name="First"/>-65535.</param>
public sealed record PortRange(int First, int Last)
{
    /// <summary>How many ports the range holds.</summary>
    public int Count => Last - First + 1;

    /// <summary>Whether the port lies in the range.</summary>
    public bool Contains(int port) => port >= First && port <= Last;

    /// <summary><c>7000-7999</c>.</summary>
    public override string ToString() => $"{First}-{Last}";
}
