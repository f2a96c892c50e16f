using System.Text;
using Spinner.Output;
using Spinner.Scenarios.Tests.Processes;

namespace Spinner.Scenarios.Tests.Children;

/// <summary>Keeps what children print to the supervisor's streams, both streams of all runs of a child in one text.</summary>
internal sealed class RecordedOutput : IInheritedOutput
{
    private readonly Dictionary<string, StringBuilder> _texts = [];
    private readonly List<string> _all = [];

    public IOutputSink Open(string childName, bool isError) => new Sink(this, childName);

    public string Of(string child)
    {
        lock (_texts)
            return _texts.TryGetValue(child, out StringBuilder? text) ? text.ToString() : "";
    }

    public IReadOnlyList<string> Lines(string child)
    {
        string[] lines = Of(child).Split('\n');
        return lines[..^1];
    }

    /// <summary>Where, among what all children have printed, this child has printed the line; -1 when it has not.</summary>
    public int PlaceOf(string child, string line)
    {
        lock (_texts)
            return _all.IndexOf($"{child}: {line}");
    }

    /// <summary>Waits until the child has printed a line that begins with the word, so many times; returns what follows the word.</summary>
    public async Task<string> RestOfLine(string child, string word, int occurrence = 1)
    {
        string[] Found() => [.. Lines(child).Where(line => line.StartsWith(word, StringComparison.Ordinal))];
        await Wait.Until(() => Found().Length >= occurrence, $"'{word}', {occurrence} times, from {child}");
        return Found()[occurrence - 1][word.Length..].Trim();
    }

    private void Add(string child, ReadOnlySpan<byte> data)
    {
        lock (_texts)
        {
            if (!_texts.TryGetValue(child, out StringBuilder? text))
                _texts[child] = text = new StringBuilder();
            string printed = Encoding.UTF8.GetString(data);
            text.Append(printed);
            _all.AddRange(printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{child}: {line}"));
        }
    }

    private sealed class Sink(RecordedOutput owner, string child) : IOutputSink
    {
        public void Write(ReadOnlySpan<byte> data) => owner.Add(child, data);

        public void Dispose()
        {
            // What was written stays.
        }
    }
}
