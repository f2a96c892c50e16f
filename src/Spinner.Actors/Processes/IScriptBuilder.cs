namespace Spinner.Processes;

/// <summary>Builds a C# script before it is spawned; one build at a time, for the compiler takes what it can get.</summary>
internal interface IScriptBuilder
{
    /// <summary>
    /// Builds and then calls back, from any thread. A build that exceeds the timeout (counted from when its turn comes) is ended, with its
    /// process group. Cancelling ends a running build, or takes it out of the queue; then there is no callback.
    /// </summary>
    void Build(string script, string workingDirectory, TimeSpan timeout, Action<ScriptBuild> done, CancellationToken cancel);
}

/// <summary>The outcome of a build.</summary>
/// <param name="Program">Absolute path of the assembly to start; null when the build failed.</param>
/// <param name="Error">What went wrong, a sentence; null when it went well.</param>
/// <param name="Tail">The last lines the compiler printed, its errors among them.</param>
internal sealed record ScriptBuild(string? Program, string? Error, IReadOnlyList<string> Tail);
