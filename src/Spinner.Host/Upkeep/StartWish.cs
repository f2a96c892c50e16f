using Spinner.Protocol;

namespace Spinner.Host.Upkeep;

/// <summary>A start that was asked for by hand and is kept already. What it comes to may change what is kept: a spec that is refused was no wish.</summary>
internal sealed class StartWish(Func<StartResult, Task> settle)
{
    /// <summary>Nobody keeps it.</summary>
    public static StartWish Forgotten { get; } = new(_ => Task.CompletedTask);

    /// <summary>To be called with the outcome; ends when what is kept agrees with it.</summary>
    public Task SettleAsync(StartResult result) => settle(result);
}
