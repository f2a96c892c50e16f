namespace Spinner.Scenarios.Tests.Processes;

/// <summary>Waiting for facts that nobody announces.</summary>
internal static class Wait
{
    /// <summary>Looks again and again, for 30 s at most.</summary>
    public static async Task Until(Func<bool> fact, string what)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!fact())
        {
            if (TimeProvider.System.GetElapsedTime(began) > TimeSpan.FromSeconds(30))
                throw new TimeoutException($"30 s without {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}
