using System.Globalization;
using System.Runtime.InteropServices;

namespace Spinner.TestChild.Verbs;

/// <summary>A worker: listens nowhere, prints "working" and waits.</summary>
internal static class Work
{
    public static int Run(string[] args)
    {
        WorkOptions options = WorkOptions.Parse(args);
        TaskCompletionSource<int> exit = new();
        using PosixSignalRegistration? graceful = options.Graceful ? GracefulEnd.OnTerm(drain: 0, exit) : null;
        Say.Line("working");
        if (options.Notify)
            Notifier.Send("READY=1");
        if (options.ExitAfter >= 0)
            _ = Task.Run(() => { Wait.For(options.ExitAfter); exit.TrySetResult(options.ExitCode); });
        return exit.Task.GetAwaiter().GetResult();
    }

    private sealed record WorkOptions
    {
        /// <summary><c>--exit-after</c>: milliseconds of work; -1: without end.</summary>
        public int ExitAfter { get; private init; } = -1;

        /// <summary><c>--exit-code</c>: how it ends then.</summary>
        public int ExitCode { get; private init; }

        /// <summary><c>--graceful</c>: SIGTERM ends it with "bye" and exit code 0.</summary>
        public bool Graceful { get; private init; }

        /// <summary><c>--notify</c>: READY=1 to NOTIFY_SOCKET when it works.</summary>
        public bool Notify { get; private init; }

        public static WorkOptions Parse(ReadOnlySpan<string> args)
        {
            WorkOptions options = new();
            for (int i = 0; i < args.Length; i++)
            {
                options = args[i] switch
                {
                    "--exit-after" => options with { ExitAfter = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                    "--exit-code" => options with { ExitCode = int.Parse(args[++i], CultureInfo.InvariantCulture) },
                    "--graceful" => options with { Graceful = true },
                    "--notify" => options with { Notify = true },
                    _ => throw new ArgumentException($"no such option: {args[i]}"),
                };
            }

            return options;
        }
    }
}
