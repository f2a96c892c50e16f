using System.Diagnostics;
using System.Globalization;
using Spinner.Output;
using Spinner.Processes;
using Spinner.Processes.Linux;
using Spinner.Protocol;

namespace Spinner.Benchmarks;

/// <summary>How fast the output of one child that prints flat out gets into a file in memory; whether all of it does; and how much the supervisor grows by it.</summary>
internal static class CaptureFigure
{
    private const int Lines = 10_000_000;
    private const int LineLength = 100;
    private const double Megabytes = Lines * (double)LineLength / 1e6;
    private const double Goal = 800;
    private const double MostGrowth = 16;

    public static async Task Measure(Table table, NativePrograms native, int rounds)
    {
        using LinuxProcessLauncher launcher = new(TimeProvider.System);
        using OutputFactory factory = new(new OutputSettings { Tell = Console.WriteLine });
        ProcessStartInfo start = new(native.Capture, [native.Printer, native.Captured + ".floor"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process floor = Process.Start(start)!;
        Samples ours = new(), least = new(), memory = new();
        TimeSpan cpu = TimeSpan.Zero;

        // The first is for the code to be compiled.
        for (int round = 0; round <= rounds; round++)
        {
            double bare = await Floor(floor);
            long before = Environment.WorkingSet;
            TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
            double captured = await MegabytesPerSecond(launcher, factory, native, round);
            TimeSpan used = Environment.CpuUsage.TotalTime - cpuBefore;
            long grown = Environment.WorkingSet - before;
            Verify(native.Captured);
            if (round == 0)
                continue;
            least.Add(bare);
            ours.Add(captured);
            memory.Add(grown / 1e6);
            cpu += used;
        }

        floor.StandardInput.Close();
        await floor.WaitForExitAsync();
        table.Add("capture of 1 GB of lines", "MB/s", ours, least, $"at least {Goal}", $"{Table.Number(ours.Median)} MB/s", ours.Median >= Goal);
        table.Add(
            "memory for it", "MB", memory, null, $"at most {MostGrowth} more", $"{Table.Number(memory.Max)} MB in the worst round", memory.Max <= MostGrowth);
        table.Remark($"Capture: every line arrived, in order, in each of {rounds} rounds; the supervisor used {Table.Number(cpu.TotalMilliseconds / rounds)} ms of CPU per GB.");
    }

    private static async Task<double> Floor(Process floor)
    {
        await floor.StandardInput.WriteLineAsync(Lines.ToString(CultureInfo.InvariantCulture));
        await floor.StandardInput.FlushAsync();
        string answer = await floor.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The floor has ended, see above.");
        return Megabytes / (double.Parse(answer, CultureInfo.InvariantCulture) / 1e9);
    }

    private static async Task<double> MegabytesPerSecond(LinuxProcessLauncher launcher, OutputFactory factory, NativePrograms native, int run)
    {
        File.Delete(native.Captured);
        OutputTarget target = OutputTarget.File(native.Captured) with { MaxBytes = 0 };
        Observer observer = new(factory.Open(new OutputRequest("printer", run, target, OutputTarget.Null, "")));
        string marker = $"bench:{Environment.ProcessId}:{run}";
        Dictionary<string, string> environment = new() { [RunMarker.Variable] = marker };
        long began = Stopwatch.GetTimestamp();
        launcher.Launch(
            new LaunchSpec(native.Printer, [Lines.ToString(CultureInfo.InvariantCulture)], environment, Path.GetTempPath(), marker), observer);
        long ended = await observer.Ended.WaitAsync(TimeSpan.FromMinutes(1));
        return Megabytes / Stopwatch.GetElapsedTime(began, ended).TotalSeconds;
    }

    private static void Verify(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] block = new byte[LineLength * 10_000];
        long number = 0;
        for (int read; (read = file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false)) > 0;)
        {
            for (int at = 0; at < read; at += LineLength, number++)
            {
                if (read - at < LineLength || long.Parse(block.AsSpan(at, 12), CultureInfo.InvariantCulture) != number || block[at + LineLength - 1] != '\n')
                    throw new InvalidOperationException($"Line {number} of the captured output is not itself.");
            }
        }

        if (number != Lines)
            throw new InvalidOperationException($"{Lines - number} captured lines are missing at the end.");
    }

    private sealed class Observer(IRunOutput output) : IProcessObserver
    {
        private readonly TaskCompletionSource<long> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IChildProcess? _process;

        public Task<long> Ended => _ended.Task;

        public void Spawned(IChildProcess process)
        {
            _process = process;
            output.Resume = isError => process.ResumeOutput(isError ? StreamKind.Stderr : StreamKind.Stdout);
        }

        public void SpawnFailed(SpawnFailure failure) => _ended.SetException(new InvalidOperationException(failure.Message));

        public bool Output(StreamKind stream, ReadOnlySpan<byte> data) => output.Write(stream == StreamKind.Stderr, data);

        public void OutputEnded(StreamKind stream)
        {
            output.End(stream == StreamKind.Stderr);
            if (stream == StreamKind.Stdout)
                _ended.SetResult(Stopwatch.GetTimestamp());
        }

        public void Exited(ExitStatus status) => _process!.Settle(RunScope.Group);

        public void Gone()
        {
            // Its output is what is waited for.
        }
    }
}
