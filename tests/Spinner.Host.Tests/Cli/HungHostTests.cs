using Microsoft.Extensions.Time.Testing;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Xunit;

namespace Spinner.Host.Tests.Cli;

public sealed class HungHostTests
{
    [Fact]
    public async Task One_that_says_nothing_is_told_of_after_the_patience()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<(int, string)> answer = new();
        using FakeHost hung = new(_ => { asked.TrySetResult(); return answer.Task; });
        FakeTimeProvider time = new();
        using DaemonClient client = new(hung.SocketPath, time);

        Task<InfoView> info = client.GetAsync(Routes.Info, ContractJson.Default.InfoView, default);
        await asked.Task;
        time.Advance(DaemonClient.Patience - TimeSpan.FromTicks(1));
        Assert.False(info.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));

        NoHostException hangs = await Assert.ThrowsAsync<NoHostException>(() => info);
        Assert.Contains("has said nothing for 10 s", hangs.Message, StringComparison.Ordinal);
        Assert.NotNull(hangs.Advice);
        answer.SetResult((200, "{}"));
    }

    [Fact]
    public async Task What_it_is_told_to_do_may_take_its_time()
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<(int, string)> answer = new();
        using FakeHost slow = new(_ => { asked.TrySetResult(); return answer.Task; });
        FakeTimeProvider time = new();
        using DaemonClient client = new(slow.SocketPath, time);

        Task<Answer> stop = client.AskAsync(HttpMethod.Post, "/v1/stop-all", null, default);
        await asked.Task;
        time.Advance(TimeSpan.FromHours(1));
        answer.SetResult((200, "{}"));

        Assert.Equal("{}"u8.ToArray(), (await stop).Body.ToArray());
    }
}
