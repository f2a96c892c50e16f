using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>The words of the configuration for values of a spec.</summary>
internal static class SpecWords
{
    /// <summary>Most are the name itself, in small letters.</summary>
    public static string? Lower<T>(T? value)
        where T : struct, Enum => value?.ToString().ToLowerInvariant();

    public static string Of(RestartMode mode) => mode == RestartMode.OnFailure ? "on-failure" : Lower<RestartMode>(mode)!;

    public static string Of(StopSignal signal) => signal switch
    {
        StopSignal.Terminate => "term",
        StopSignal.Interrupt => "int",
        StopSignal.Quit => "quit",
        StopSignal.HangUp => "hup",
        StopSignal.User1 => "usr1",
        StopSignal.User2 => "usr2",
        _ => "kill",
    };

    public static string? Of(OutputTarget? target) => target is null ? null : target.Kind switch
    {
        OutputTargetKind.File => $"file:{target.Path}",
        _ => Lower<OutputTargetKind>(target.Kind),
    };
}
