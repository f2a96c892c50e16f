using System.Diagnostics;
using Spinner.Processes;
using Xunit;

namespace Spinner.Scenarios.Tests;

public sealed class ScriptBuilderTests : IDisposable
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(4);
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-build-").FullName;
    private readonly ScriptBuilder _builder = new(TimeProvider.System);

    public void Dispose()
    {
        _builder.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_script_builds_to_an_assembly_that_runs_and_an_error_is_told_with_its_line()
    {
        ScriptBuild built = await BuildAsync("Console.WriteLine(\"hello \" + args[0]);", _limit);
        Assert.Null(built.Error);
        ProcessStartInfo start = new(BuildCommand.FindDotnet(), [built.Program!, "world"]) { RedirectStandardOutput = true };
        using Process program = Process.Start(start)!;
        Assert.Equal("hello world", (await program.StandardOutput.ReadToEndAsync()).Trim());

        ScriptBuild broken = await BuildAsync("Console.WriteLine(1);\nnonsense();", _limit);
        Assert.Null(broken.Program);
        Assert.Contains("failed", broken.Error, StringComparison.Ordinal);
        Assert.Contains(broken.Tail, line => line.Contains("app.cs(2,1): error CS0103", StringComparison.Ordinal));
        Assert.DoesNotContain(broken.Tail, line => line.EndsWith(".dll", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_build_that_takes_too_long_is_ended()
    {
        ScriptBuild late = await BuildAsync("Console.WriteLine(2);", TimeSpan.FromMilliseconds(50));
        Assert.Null(late.Program);
        Assert.Contains("longer than", late.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_build_calls_nobody_back_and_gives_its_turn_to_the_next()
    {
        using CancellationTokenSource cancel = new();
        bool called = false;
        _builder.Build(Script("Console.WriteLine(3);"), _folder, _limit, _ => called = true, cancel.Token);
        Task<ScriptBuild> next = BuildAsync("Console.WriteLine(4);", TimeSpan.FromMilliseconds(50));
        await cancel.CancelAsync();
        Assert.NotNull((await next).Error);
        Assert.False(called);
    }

    private Task<ScriptBuild> BuildAsync(string code, TimeSpan timeout)
    {
        TaskCompletionSource<ScriptBuild> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _builder.Build(Script(code), _folder, timeout, done.SetResult, CancellationToken.None);
        return done.Task.WaitAsync(_limit, TimeProvider.System);
    }

    private string Script(string code)
    {
        string path = Path.Combine(_folder, "app.cs");
        File.WriteAllText(path, code);
        return path;
    }
}
