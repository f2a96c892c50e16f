using System.Text.Json.Nodes;

namespace Spinner.Host.Tests.Api;

/// <summary>An event as it was sent.</summary>
internal sealed record SentEvent(string? Id, string Type, JsonObject Data)
{
    public string Name => (string)Data["name"]!;
}

/// <summary>Reads server-sent events.</summary>
internal sealed class EventReader(HttpResponseMessage response) : IAsyncDisposable
{
    private StreamReader? _reader;

    /// <summary>The next event; null when the stream has ended.</summary>
    public async Task<SentEvent?> Next()
    {
        _reader ??= new StreamReader(await response.Content.ReadAsStreamAsync());
        (string? id, string? type, string? data) = (null, null, null);
        while (await _reader.ReadLineAsync().WaitAsync(HostProcess.Limit) is { } line)
        {
            if (line.Length == 0 && type is not null)
                return new SentEvent(id, type, JsonNode.Parse(data!)!.AsObject());
            id = line.StartsWith("id: ", StringComparison.Ordinal) ? line[4..] : id;
            type = line.StartsWith("event: ", StringComparison.Ordinal) ? line[7..] : type;
            data = line.StartsWith("data: ", StringComparison.Ordinal) ? line[6..] : data;
        }

        return null;
    }

    /// <summary>The events up to the end of the replay, this included.</summary>
    public async Task<IReadOnlyList<SentEvent>> Replay()
    {
        List<SentEvent> events = [];
        do
            events.Add((await Next())!);
        while (events[^1].Type != "replayEnded");
        return events;
    }

    /// <summary>The next event that fulfils the condition.</summary>
    public async Task<SentEvent> Until(Func<SentEvent, bool> condition)
    {
        while (await Next() is { } told)
        {
            if (condition(told))
                return told;
        }

        throw new EndOfStreamException("The stream ended before the event came.");
    }

    public ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
