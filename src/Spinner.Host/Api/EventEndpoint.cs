using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spinner.Cli.Contract;
using Spinner.Host.Upkeep;
using Spinner.Hosting;
using Spinner.Protocol;
using Spinner.Supervision;

namespace Spinner.Host.Api;

/// <summary><c>GET /v1/events</c>: server-sent events. First how everything is, then what happens; or what happened since the Last-Event-ID.</summary>
internal sealed class EventEndpoint(SpinnerClient spinner, EventLog log, IHostControl host, Waiting waiting, TimeProvider time)
{
    /// <summary>How often a quiet stream says that it lives.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int Batch = 100;

    private readonly Lazy<string> _instance = new(() => host.Info().Instance);

    public void Map(IEndpointRouteBuilder app) => app.MapMethods(Routes.Events, Methods.Get, Stream);

    private async Task Stream(HttpContext context)
    {
        HashSet<string> names = [.. new Query(context, "name").All("name")];
        context.Response.ContentType = "text/event-stream";
        if (HttpMethods.IsHead(context.Request.Method))
            return;
        using CancellationTokenSource end = waiting.Until(context);
        try
        {
            Outflow to = new(context, time);
            long place = Resumed(context.Request.Headers["Last-Event-ID"].ToString()) ?? await Replay(to.Writer, names, end.Token).ConfigureAwait(false);
            if (await to.FlushAsync(end.Token).ConfigureAwait(false))
                await Follow(to, place, names, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The reader has gone, or the host ends: the stream with it.
        }
    }

    private async Task Follow(Outflow to, long place, HashSet<string> names, CancellationToken end)
    {
        while (log.ReadAfter(place, Batch, out Task changed) is { } events)
        {
            if (events.Count == 0)
            {
                if (!await IsThereMore(changed, end).ConfigureAwait(false))
                    Text(to.Writer, ": \n\n");
            }
            else
            {
                foreach (LoggedEvent told in events.Where(told => names.Count == 0 || names.Contains(told.Name)))
                    Block(to.Writer, told.Type, told.Json, told.Sequence);
                place = events[^1].Sequence;
            }

            if (to.Writer.UnflushedBytes > 0 && !await to.FlushAsync(end).ConfigureAwait(false))
                return;
        }

        Text(to.Writer, ": cut off, for it was read too slowly; connect again\n\n");
        await to.FlushAsync(end).ConfigureAwait(false);
    }

    private async Task<bool> IsThereMore(Task changed, CancellationToken end)
    {
        try
        {
            await changed.WaitAsync(Heartbeat, time, end).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>The place of a reader who has been here before; null when what it has missed is no longer known.</summary>
    private long? Resumed(string id)
    {
        int dash = id.LastIndexOf('-');
        return dash > 0 && id[..dash] == _instance.Value
            && long.TryParse(id[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out long place)
            && log.CanResumeAfter(place) ? place : null;
    }

    private async Task<long> Replay(PipeWriter to, HashSet<string> names, CancellationToken end)
    {
        PresentGiven present = await spinner.PresentAsync(end).ConfigureAwait(false);
        foreach (ChildPresent child in present.Children.Where(child => names.Count == 0 || names.Contains(child.Name.Value)))
            Block(to, EventViews.Present, Json(EventViews.Replayed(child)));
        Block(to, EventViews.ReplayEnded, Json(EventViews.EndOfReplay(time.GetUtcNow())), present.Sequence);
        return present.Sequence;
    }

    private static byte[] Json(EventView view) => ApiJson.Bytes(view, ApiJson.Contract.EventView);

    /// <summary>A piece of a replay has no id: who is cut off in its middle gets all of it again.</summary>
    private void Block(PipeWriter to, string type, byte[] json, long? sequence = null)
    {
        if (sequence is { } number)
            Text(to, string.Create(CultureInfo.InvariantCulture, $"id: {_instance.Value}-{number}\n"));
        Text(to, $"event: {type}\ndata: ");
        to.Write(json);
        Text(to, "\n\n");
    }

    private static void Text(PipeWriter to, string text) => Encoding.UTF8.GetBytes(text, to);
}
