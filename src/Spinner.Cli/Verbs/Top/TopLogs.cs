using System.Text.Json;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs.Top;

/// <summary>The output of a child while it is followed; the last lines of it are kept.</summary>
internal sealed class TopLogs : IDisposable
{
    private const int MostLines = 1000;

    private readonly CliContext _cli;
    private readonly CancellationTokenSource _end;
    private readonly Queue<string> _lines = new();
    private readonly Action _changed;

    public TopLogs(CliContext cli, string name, Action changed)
    {
        _cli = cli;
        _changed = changed;
        _end = CancellationTokenSource.CreateLinkedTokenSource(cli.Cancel);
        Name = name;
        _ = FollowAsync(_end.Token);
    }

    public string Name { get; }

    /// <summary>The lines so far, harmless.</summary>
    public IReadOnlyCollection<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, Names.Query(Routes.Logs, [Name], "tail=200", "follow=true"));
            await foreach (string json in _cli.Host.LinesAsync(request, cancel).ConfigureAwait(false))
            {
                if (JsonSerializer.Deserialize(json, ContractJson.Default.LogLineView) is { } line)
                    Add(line.Stream == "stderr" ? $"! {Plain.Printed(line.Text)}" : $"  {Plain.Printed(line.Text)}");
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody follows it any more.
        }
        catch (Exception failure) when (failure is ApiException or NoHostException)
        {
            Add(Plain.Text(failure.Message));
        }
    }

    private void Add(string line)
    {
        lock (_lines)
        {
            if (_lines.Count == MostLines)
                _lines.Dequeue();
            _lines.Enqueue(line);
        }

        _changed();
    }
}
