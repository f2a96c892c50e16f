using Spinner.Processes;

namespace Spinner.Testing;

/// <summary>Builds when the test says so.</summary>
internal sealed class FakeScriptBuilder : IScriptBuilder
{
    private readonly List<(Action<ScriptBuild> Done, CancellationToken Cancel)> _builds = [];

    public int Pending => _builds.Count(build => !build.Cancel.IsCancellationRequested);

    public void Build(string script, string workingDirectory, TimeSpan timeout, Action<ScriptBuild> done, CancellationToken cancel) =>
        _builds.Add((done, cancel));

    public void Finish(ScriptBuild? result = null)
    {
        (Action<ScriptBuild> Done, CancellationToken Cancel)[] builds = [.. _builds];
        _builds.Clear();
        foreach ((Action<ScriptBuild> done, CancellationToken cancel) in builds)
        {
            if (!cancel.IsCancellationRequested)
            {
                done(result ?? new ScriptBuild("/built/app.dll", null, []));
            }
        }
    }
}
