using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spinner.Cli.Contract;
using Spinner.Host.Metrics;
using Spinner.Host.Upkeep;
using Spinner.Hosting;
using Spinner.Processes;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>Children: what they are and what they are told to do.</summary>
internal sealed class ChildEndpoints(
    SpinnerClient spinner, IHostControl host, IWishes wishes, HostPlan plan, UsageMeter usage, Waiting waiting)
{
    public const string Child = Routes.Children + "/{name}";

    private readonly Turns _turns = new();

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapMethods(Routes.Children, Methods.Get, List);
        app.MapMethods(Child, Methods.Get, Get);
        app.MapDelete(Child, Bodies.None(Forget));
        app.MapPost($"{Child}/start", Start);
        app.MapPost($"{Child}/stop", Bodies.None(Stop));
        app.MapPost($"{Child}/restart", Restart);
        app.MapPost($"{Child}/touch", Bodies.None(Touch));
        app.MapPost(Routes.StopAll, Bodies.None(StopAll));
    }

    private async Task List(HttpContext context)
    {
        bool withUsage = new Query(context, "usage").Flag("usage", otherwise: false);
        IReadOnlyDictionary<ChildName, GroupUsage>? used = withUsage ? await waiting.For(context, usage.NowAsync()).ConfigureAwait(false) : null;
        IReadOnlyList<ChildSnapshot> children = await waiting.For(context, spinner.ListAsync()).ConfigureAwait(false);
        ChildListView list = new([.. children.Select(child => Views.Of(child, host.IsOfFile(child.Name), used?.GetValueOrDefault(child.Name)))]);
        await ApiJson.Write(context, list, ApiJson.Contract.ChildListView).ConfigureAwait(false);
    }

    private async Task Get(HttpContext context)
    {
        bool withUsage = new Query(context, "usage").Flag("usage", otherwise: false);
        ChildName name = RawPath.NameOf(context);
        GroupUsage? used = withUsage ? (await waiting.For(context, usage.NowAsync()).ConfigureAwait(false)).GetValueOrDefault(name) : null;
        ChildSnapshot child = await waiting.For(context, spinner.GetAsync(name)).ConfigureAwait(false) ?? throw await Unknown(name).ConfigureAwait(false);
        await ApiJson.Write(context, Views.InFull(child, host.IsOfFile(name), used), ApiJson.Contract.ChildView).ConfigureAwait(false);
    }

    private Task Start(HttpContext context) => StartBy(context, StartAsync, takesSpec: false);

    private Task Restart(HttpContext context) => StartBy(context, (name, spec) => spinner.RestartAsync(name, spec), takesSpec: true);

    private Task<StartResult> StartAsync(ChildName name, ChildSpec? spec) => spec is null ? spinner.StartAsync(name) : spinner.StartAsync(spec);

    /// <param name="context">The request.</param>
    /// <param name="start">What is to be done.</param>
    /// <param name="takesSpec">Whether a child that is up takes another spec by it.</param>
    private async Task StartBy(HttpContext context, Func<ChildName, ChildSpec?, Task<StartResult>> start, bool takesSpec)
    {
        bool merge = new Query(context, "merge").Flag("merge", otherwise: false);
        ChildName name = RawPath.NameOf(context);
        ChildSpec? spec = await Bodies.ObjectAsync(context).ConfigureAwait(false) is not { } body ? null
            : merge ? await Merged(context, name, body).ConfigureAwait(false)
            : SpecReader.Read(name.Value, body, Environment.CurrentDirectory, plan.Options.MaxStopTimeout);
        if (spec is null)
            await RequireKnown(context, name).ConfigureAwait(false);
        StartResult result = await waiting.For(context, StartAndRemember(name, spec, start, takesSpec)).ConfigureAwait(false);
        if (result is StartFailed failure)
            throw new ProblemException(StartFailures.ProblemOf(host.Shown(failure)));
        await ApiJson.Write(context, Views.Of((StartSucceeded)result), ApiJson.Contract.StartView).ConfigureAwait(false);
    }

    /// <summary>Here and nowhere else, for nobody outside knows the values of its environment.</summary>
    private async Task<ChildSpec> Merged(HttpContext context, ChildName name, JsonElement body) => SpecReader.Merge(
        await waiting.For(context, spinner.SpecAsync(name)).ConfigureAwait(false) ?? throw await Unknown(name).ConfigureAwait(false), body, plan.Options.MaxStopTimeout);

    /// <summary>The wish is kept, and the start goes on, whether somebody still waits for the answer or not.</summary>
    private async Task<StartResult> StartAndRemember(ChildName name, ChildSpec? spec, Func<ChildName, ChildSpec?, Task<StartResult>> start, bool takesSpec)
    {
        bool isUp = !takesSpec && spec is not null
            && await spinner.GetAsync(name).ConfigureAwait(false) is { State: ChildState.Starting or ChildState.Started or ChildState.Restarting };
        StartWish wish;
        Task<StartResult> started;
        using (await _turns.Of(name).ConfigureAwait(false))
        {
            wish = await wishes.StartingAsync(name, spec, isUp).ConfigureAwait(false);
            started = start(name, spec);
        }

        StartResult result = await started.ConfigureAwait(false);
        await wish.SettleAsync(result).ConfigureAwait(false);
        return result;
    }

    private async Task Stop(HttpContext context)
    {
        bool pin = new Query(context, "pin").Flag("pin", otherwise: true);
        ChildName name = RawPath.NameOf(context);
        await RequireKnown(context, name).ConfigureAwait(false);
        await Answer(context, await waiting.For(context, StopAndRemember()).ConfigureAwait(false)).ConfigureAwait(false);

        async Task<StopResult> StopAndRemember()
        {
            // Before it, for a stop may take long, and a host that is killed meanwhile must not start the child again.
            Task<StopResult> stopped;
            using (await _turns.Of(name).ConfigureAwait(false))
            {
                if (pin)
                    await wishes.StoppedAsync([name]).ConfigureAwait(false);
                stopped = spinner.StopAsync(name, pin);
            }

            return await stopped.ConfigureAwait(false);
        }
    }

    private async Task StopAll(HttpContext context)
    {
        _ = new Query(context);
        StopAllResult all = await waiting.For(context, StopAndRemember()).ConfigureAwait(false);
        await ApiJson.Write(context, new StopAllView([.. all.Results.Select(Views.Of)]), ApiJson.Contract.StopAllView).ConfigureAwait(false);

        async Task<StopAllResult> StopAndRemember()
        {
            // As with one: what is stopped by hand stays stopped, over a restart of the host too.
            Task<StopAllResult> stopped;
            using (await _turns.OfAll().ConfigureAwait(false))
            {
                await wishes.StoppedAsync([.. (await spinner.PresentAsync().ConfigureAwait(false)).Children.Select(child => child.Name)]).ConfigureAwait(false);
                stopped = spinner.StopAllAsync(pin: true);
            }

            return await stopped.ConfigureAwait(false);
        }
    }

    private async Task Forget(HttpContext context)
    {
        _ = new Query(context);
        ChildName name = RawPath.NameOf(context);
        if (host.IsOfFile(name))
            throw Problems.OfFile(name.Value);
        StopResult? stopped = await waiting.For(context, ForgetAndRemember()).ConfigureAwait(false);
        await Answer(context, stopped ?? throw await Unknown(name).ConfigureAwait(false)).ConfigureAwait(false);

        async Task<StopResult?> ForgetAndRemember()
        {
            Func<Task> forgotten = wishes.Forgetting(name);
            StopResult? result = await spinner.ForgetAsync(name).ConfigureAwait(false);
            if (result is { Outcome: not StopOutcome.StillAlive })
                await forgotten().ConfigureAwait(false);
            return result;
        }
    }

    private async Task Touch(HttpContext context)
    {
        _ = new Query(context);
        ChildName name = RawPath.NameOf(context);
        TouchResult touched = await waiting.For(context, spinner.TouchAsync(name)).ConfigureAwait(false) ?? throw await Unknown(name).ConfigureAwait(false);
        TouchView view = new(name.Value, touched.State.ToWire(), touched.Touched);
        await ApiJson.Write(context, view, ApiJson.Contract.TouchView).ConfigureAwait(false);
    }

    private static Task Answer(HttpContext context, StopResult stopped) => stopped.Outcome != StopOutcome.StillAlive
        ? ApiJson.Write(context, Views.Of(stopped), ApiJson.Contract.StopView)
        : throw Problems.StillAlive(stopped);

    private async Task RequireKnown(HttpContext context, ChildName name)
    {
        if (await waiting.For(context, spinner.GetAsync(name)).ConfigureAwait(false) is null)
            throw await Unknown(name).ConfigureAwait(false);
    }

    private async Task<ProblemException> Unknown(ChildName name) =>
        Problems.UnknownChild(name.Value, (await spinner.PresentAsync().ConfigureAwait(false)).Children.Select(child => child.Name.Value));
}
