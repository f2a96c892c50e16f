using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Spinner.Cli.Contract;
using Spinner.Cli.Verbs;
using Spinner.Output;

namespace Spinner.Host.Foreground;

/// <summary>
/// Lines for programs: <c>up</c> shows each event as the API tells it, <c>run</c> the child whenever it is ready, and problems on standard error; both
/// show each line that a child prints.
/// </summary>
internal sealed class JsonDisplay : Display, IOnlooker
{
    private readonly Screen _screen = new(new JsonLinesOnly(Console.OpenStandardOutput()));
    private readonly bool _isForOneChild;
    private readonly PrefixedOutput _output;
    private string? _lastProblem;

    /// <param name="isForOneChild">As <c>run</c> shows it.</param>
    public JsonDisplay(bool isForOneChild)
    {
        _isForOneChild = isForOneChild;
        _output = new PrefixedOutput(Print, _ => "");
    }

    public override IInheritedOutput Output => _output;

    public override IOnlooker Onlooker => this;

    // Every sentence is about something that the onlooker is told as well.
    public override void Tell(string name, string line)
    {
    }

    public override void Warn(string name, string line) => Cli.Rendering.Output.TryError(Text(
        new JsonObject { ["type"] = "warning", ["name"] = name, ["at"] = TimeProvider.System.GetUtcNow().ToString("O"), ["text"] = line }, ContractJson.Readable.JsonObject));

    public void Happened(EventView fact)
    {
        if (!_isForOneChild)
            _screen.Line(Text(fact, ContractJson.Readable.EventView));
    }

    public void Ready(ChildView child)
    {
        // Failing with the same words again is news then.
        _lastProblem = null;
        if (_isForOneChild)
            _screen.Line(Text(child, ContractJson.Readable.ChildView));
    }

    // That it is faulted repeats the failure that was one too many.
    public void Failed(ProblemView problem)
    {
        if (!_isForOneChild || problem.Detail == _lastProblem)
            return;
        _lastProblem = problem.Detail;
        Cli.Rendering.Output.TryError(OwnProblems.Json(problem));
    }

    // No event tells of it, for nothing has happened.
    public void WrongSpec(ProblemView problem)
    {
        if (problem.Detail != _lastProblem)
            Cli.Rendering.Output.TryError(OwnProblems.Json(problem));
        _lastProblem = problem.Detail;
    }

    public override void Dispose()
    {
        _output.Dispose();
        _screen.Dispose();
    }

    private void Print(string name, bool isError, ReadOnlySpan<byte> line) => _screen.Line(Text(
        new JsonObject
        {
            ["name"] = name,
            ["stream"] = isError ? "stderr" : "stdout",
            ["at"] = TimeProvider.System.GetUtcNow().ToString("O"),
            ["text"] = Encoding.UTF8.GetString(line.TrimEnd("\r\n"u8)),
        },
        ContractJson.Readable.JsonObject));

    private static string Text<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);
}
