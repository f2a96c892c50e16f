using Serilog.Core;
using Spinner.Host.Upkeep;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Host.Tests.Upkeep;

/// <summary>What is kept of a start by hand: at once, and when it is known what has become of it.</summary>
public sealed class KeptWishesTests : IAsyncLifetime
{
    private static readonly ChildName _web = new("web");
    private static readonly ChildSpec _spec = new() { Name = "web", Command = "app" };
    private static readonly ChildSpec _other = new() { Name = "web", Command = "other" };
    private static readonly StartFailed _invalid = new(_web, StartFailureReason.InvalidSpec, "no such program");
    private static readonly StartFailed _failed = new(_web, StartFailureReason.Exited, "ended");
    private static readonly StartSucceeded _started = new(_web, ChildEndpoint.None, 1, 1, []);

    private readonly StateKeeper _keeper;
    private readonly KeptWishes _wishes;
    private DesiredState _onDisk = DesiredState.Empty;

    public KeptWishesTests()
    {
        _keeper = Keeper(state => _onDisk = state);
        _wishes = new KeptWishes(_keeper, name => name.Value == "of-file", Logger.None);
    }

    private static StateKeeper Keeper(Action<DesiredState> write) => new(DesiredState.Empty, write, _ => { });

    private DesiredChild? Kept => _onDisk.Children.GetValueOrDefault("web");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _keeper.DisposeAsync();

    private Task<StartWish> Starting(ChildSpec? spec, bool isUp = false) => _wishes.StartingAsync(_web, spec, isUp);

    private async Task Start(ChildSpec? spec, StartResult result, bool isUp = false) => await (await Starting(spec, isUp)).SettleAsync(result);

    [Fact]
    public async Task A_start_is_kept_before_it_has_its_outcome()
    {
        await Starting(_spec);

        Assert.Equal((_spec, Wanted.Running, false), (Kept!.Spec, Kept.Wanted, Kept.FromFile));
    }

    [Fact]
    public async Task A_start_whose_spec_is_refused_is_taken_back()
    {
        await Start(_spec, _invalid);

        Assert.Empty(_onDisk.Children);
    }

    [Fact]
    public async Task What_was_kept_before_a_refused_spec_is_kept_again()
    {
        await Start(_spec, _started);
        await _wishes.StoppedAsync([_web]);

        await Start(_other, _invalid);

        Assert.Equal((_spec, Wanted.Stopped), (Kept!.Spec, Kept.Wanted));
    }

    [Fact]
    public async Task A_start_that_failed_stays_wanted()
    {
        await Start(_spec, _failed);

        Assert.Equal((_spec, Wanted.Running), (Kept!.Spec, Kept.Wanted));
    }

    [Fact]
    public async Task What_was_asked_for_meanwhile_counts_more_than_a_refusal()
    {
        StartWish wish = await Starting(_spec);
        await _wishes.StoppedAsync([_web]);

        await wish.SettleAsync(_invalid);

        Assert.Equal(Wanted.Stopped, Kept!.Wanted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_refused_starts_at_once_nothing_is_kept(bool firstFirst)
    {
        StartWish first = await Starting(_spec);
        StartWish second = await Starting(_other);

        await (firstFirst ? first : second).SettleAsync(_invalid);
        await (firstFirst ? second : first).SettleAsync(_invalid);

        Assert.Empty(_onDisk.Children);
    }

    [Fact]
    public async Task The_spec_for_a_child_that_is_up_is_kept_when_it_was_taken()
    {
        await Start(_spec, _started);
        StartWish wish = await Starting(_other, isUp: true);
        Assert.Equal(_spec, Kept!.Spec);

        await wish.SettleAsync(_started);

        Assert.Equal(_other, Kept!.Spec);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_spec_that_was_only_told_to_differ_is_not_kept(bool isUp)
    {
        await Start(_spec, _started);

        await Start(_other, _started with { SpecDiffers = true }, isUp);

        Assert.Equal((_spec, Wanted.Running), (Kept!.Spec, Kept.Wanted));
    }

    [Fact]
    public async Task A_child_of_the_file_is_kept_without_a_spec()
    {
        await _wishes.StartingAsync(new ChildName("of-file"), new ChildSpec { Name = "of-file", Command = "app" }, isUp: false);

        Assert.Equal(new DesiredChild(null, Wanted.Running, FromFile: true), _onDisk.Children["of-file"]);
    }

    [Fact]
    public async Task What_was_asked_for_of_a_child_is_forgotten_when_it_was_taken_out_of_the_file()
    {
        ChildName ofFile = new("of-file");
        await _wishes.StoppedAsync([ofFile]);
        await Start(_spec, _started);
        await _wishes.FileReadAsync([ofFile], []);
        Assert.Equal(["of-file", "web"], _onDisk.Children.Keys);

        await _wishes.FileReadAsync([], []);
        Assert.Equal(["web"], _onDisk.Children.Keys);

        await _wishes.FileReadAsync([], [_web]);
        Assert.Empty(_onDisk.Children);
    }
}
