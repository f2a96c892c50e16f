using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Spinner.Cli.Contract;
using Spinner.Host.Api;
using Spinner.Hosting;
using Spinner.Protocol;

namespace Spinner.Host.Remote;

/// <summary>The part of the API that a Spinner on another node can be asked, without a server between.</summary>
internal sealed class RemoteApi(CallingNode node) : HttpMessageHandler
{
    private readonly CancellationTokenSource _end = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await AnswerAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (RemoteFailures.Of(failure, node) is { } told)
        {
            throw told;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _end.Cancel();
            _end.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(request.RequestUri!.Query);
        string path = request.RequestUri.AbsolutePath;
        if (path == Routes.Events)
            return Events([.. query.GetValueOrDefault("name").OfType<string>()]);
        SpinnerClient spinner = await node.SpinnerAsync().ConfigureAwait(false);
        if (path == Routes.Children)
            return Json(new ChildListView([.. (await spinner.ListAsync(cancel).ConfigureAwait(false)).Select(ViewOf)]), ApiJson.Contract.ChildListView);
        if (path == Routes.StopAll)
            return Json(new StopAllView([.. (await spinner.StopAllAsync(pin: true, cancel).ConfigureAwait(false)).Results.Select(Views.Of)]), ApiJson.Contract.StopAllView);
        if (!path.StartsWith($"{Routes.Children}/", StringComparison.Ordinal))
            throw Problems.NotFound();
        string[] parts = path[(Routes.Children.Length + 1)..].Split('/');
        ChildName name = Uri.UnescapeDataString(parts[0]);
        string act = parts.Length > 1 ? parts[1] : request.Method.Method;
        return act switch
        {
            "GET" => Json(InFull(await KnownAsync(spinner, name, cancel).ConfigureAwait(false)), ApiJson.Contract.ChildView),
            "DELETE" => Stopped(await spinner.ForgetAsync(name, cancel).ConfigureAwait(false) ?? throw await UnknownAsync(spinner, name).ConfigureAwait(false)),
            "start" or "restart" => await StartAsync(spinner, name, act == "restart", await BodyAsync(request, name, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false),
            "stop" => await StopAsync(spinner, name, pin: query.GetValueOrDefault("pin") != "false", cancel).ConfigureAwait(false),
            "touch" => Touched(await spinner.TouchAsync(name, cancel).ConfigureAwait(false) ?? throw await UnknownAsync(spinner, name).ConfigureAwait(false)),
            _ => throw Problems.NotFound(),
        };
    }

    private static async Task<HttpResponseMessage> StartAsync(SpinnerClient spinner, ChildName name, bool anew, ChildSpec? spec, CancellationToken cancel)
    {
        if (spec is null)
            await KnownAsync(spinner, name, cancel).ConfigureAwait(false);
        StartResult result = await (anew ? spinner.RestartAsync(name, spec, cancel)
            : spec is null ? spinner.StartAsync(name, cancel)
            : spinner.StartAsync(spec, cancel)).ConfigureAwait(false);
        return result is StartFailed failure
            ? throw new ProblemException(StartFailures.ProblemOf(failure))
            : Json(Views.Of((StartSucceeded)result), ApiJson.Contract.StartView);
    }

    private static async Task<HttpResponseMessage> StopAsync(SpinnerClient spinner, ChildName name, bool pin, CancellationToken cancel)
    {
        await KnownAsync(spinner, name, cancel).ConfigureAwait(false);
        return Stopped(await spinner.StopAsync(name, pin, cancel).ConfigureAwait(false));
    }

    private static HttpResponseMessage Stopped(StopResult stopped) =>
        stopped.Outcome == StopOutcome.StillAlive ? throw Problems.StillAlive(stopped) : Json(Views.Of(stopped), ApiJson.Contract.StopView);

    private static HttpResponseMessage Touched(TouchResult touched) =>
        Json(new TouchView(touched.Name.Value, touched.State.ToWire(), touched.Touched), ApiJson.Contract.TouchView);

    private HttpResponseMessage Events(IReadOnlyList<string> names)
    {
        RemoteEvents events = new(node, names);
        _ = events.TellAsync(_end.Token); // whatever ends it, the reader is told
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(events.Stream) };
    }

    /// <summary>Where relative paths start is for the other node to say: this folder is not there.</summary>
    private static async Task<ChildSpec?> BodyAsync(HttpRequestMessage request, ChildName name, CancellationToken cancel)
    {
        if (request.Content is null)
            return null;
        using JsonDocument body = JsonDocument.Parse(await request.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false));
        ChildSpec? spec = SpecReader.Read(name.Value, body.RootElement, Environment.CurrentDirectory, SpinnerDefaults.MaxStopTimeout);
        return spec?.BaseDirectory == Environment.CurrentDirectory ? spec with { BaseDirectory = null } : spec;
    }

    private static async Task<ChildSnapshot> KnownAsync(SpinnerClient spinner, ChildName name, CancellationToken cancel) =>
        await spinner.GetAsync(name, cancel).ConfigureAwait(false) ?? throw await UnknownAsync(spinner, name).ConfigureAwait(false);

    private static async Task<ProblemException> UnknownAsync(SpinnerClient spinner, ChildName name) =>
        Problems.UnknownChild(name.Value, (await spinner.ListAsync().ConfigureAwait(false)).Select(child => child.Name.Value));

    // Which children are of its file the other node does not tell.
    private static ChildView ViewOf(ChildSnapshot child) => Views.Of(child, isOfFile: false) with { Origin = "unknown" };

    private static ChildView InFull(ChildSnapshot child) => Views.InFull(child, isOfFile: false, usage: null) with { Origin = "unknown" };

    private static HttpResponseMessage Json<T>(T value, JsonTypeInfo<T> type)
    {
        ByteArrayContent content = new([.. ApiJson.Bytes(value, type), (byte)'\n']);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(ApiJson.Json);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
    }
}
