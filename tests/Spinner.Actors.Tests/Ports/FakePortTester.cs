using Spinner.Ports;

namespace Spinner.Actors.Tests.Ports;

/// <summary>A machine whose taken ports the test decides, and that counts the questions.</summary>
internal sealed class FakePortTester : IPortTester
{
    public HashSet<int> Taken { get; } = [];
    public HashSet<int> Lingering { get; } = [];
    public int Tests { get; private set; }
    public (int First, int Last)? EphemeralRange { get; init; } = (32768, 60999);

    public bool IsFree(int port)
    {
        Tests++;
        return !Taken.Contains(port) && !Lingering.Contains(port);
    }

    public bool IsLingering(int port) => Lingering.Contains(port);
}
