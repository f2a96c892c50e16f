namespace Spinner.Scenarios.Tests.Children;

/// <summary>A wall clock that somebody sets, on a machine whose monotonic clock goes on as ever.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _jumped;

    public void Jump(TimeSpan time) => Interlocked.Add(ref _jumped, time.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _jumped));
}
