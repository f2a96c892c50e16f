using System.Globalization;

namespace Spinner.TestChild;

/// <summary>The options every serving verb takes.</summary>
internal sealed record ServeOptions
{
    /// <summary><c>--address</c>: the literal address to listen on.</summary>
    public string Address { get; private init; } = "127.0.0.1";

    /// <summary><c>--port</c>: instead of PORT.</summary>
    public string Port { get; init; } = Environment.GetEnvironmentVariable("PORT") ?? "";

    /// <summary><c>--inherit</c>: serve on the socket that is handed over as descriptor 3, instead of opening one.</summary>
    public bool Inherit { get; private init; }

    /// <summary><c>--delay</c>: milliseconds before the bind.</summary>
    public int Delay { get; private init; }

    /// <summary><c>--crash-after</c>: milliseconds from listening to exit code 3; -1: never.</summary>
    public int CrashAfter { get; private init; } = -1;

    /// <summary><c>--graceful</c>: SIGTERM ends it with "bye" and exit code 0.</summary>
    public bool Graceful { get; private init; }

    /// <summary><c>--drain</c>: milliseconds from SIGTERM to "bye"; implies graceful.</summary>
    public int Drain { get; private init; }

    /// <summary><c>--banner</c>: a line printed before anything else.</summary>
    public string? Banner { get; private init; }

    /// <summary><c>--complain</c>: a line printed on stderr before anything else.</summary>
    public string? Complaint { get; private init; }

    /// <summary><c>--ready-delay</c>: milliseconds from listening to saying so in the two ways below.</summary>
    public int ReadyDelay { get; private init; }

    /// <summary><c>--ready-line</c>: a line printed when ready.</summary>
    public string? ReadyLine { get; private init; }

    /// <summary><c>--notify</c>: READY=1 to NOTIFY_SOCKET when ready.</summary>
    public bool Notify { get; private init; }

    /// <summary><c>--watchdog</c>: milliseconds between two WATCHDOG=1, from being ready on; 0: none.</summary>
    public int Watchdog { get; private init; }

    /// <summary><c>--hang-file</c>: while this file exists it accepts connections, answers none of them, and sends no WATCHDOG=1.</summary>
    public string? HangFile { get; private init; }

    /// <summary><c>--unhealthy-file</c>: while this file exists <c>GET /health</c> is answered with status 503.</summary>
    public string? UnhealthyFile { get; private init; }

    /// <summary><c>--close-file</c>: as soon as this file exists it closes its listener for good, and lives on; while it exists none is opened.</summary>
    public string? CloseFile { get; private init; }

    public bool IsHung => HangFile is not null && File.Exists(HangFile);

    public bool IsClosed => CloseFile is not null && File.Exists(CloseFile);

    public bool IsUnhealthy => UnhealthyFile is not null && File.Exists(UnhealthyFile);

    public static ServeOptions Parse(ReadOnlySpan<string> args)
    {
        ServeOptions options = new();
        for (int i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--address" => options with { Address = args[++i] },
                "--port" => options with { Port = args[++i] },
                "--inherit" => options with { Inherit = true },
                "--delay" => options with { Delay = Number(args[++i]) },
                "--crash-after" => options with { CrashAfter = Number(args[++i]) },
                "--graceful" => options with { Graceful = true },
                "--drain" => options with { Graceful = true, Drain = Number(args[++i]) },
                "--banner" => options with { Banner = args[++i] },
                "--complain" => options with { Complaint = args[++i] },
                "--ready-delay" => options with { ReadyDelay = Number(args[++i]) },
                "--ready-line" => options with { ReadyLine = args[++i] },
                "--notify" => options with { Notify = true },
                "--watchdog" => options with { Watchdog = Number(args[++i]) },
                "--hang-file" => options with { HangFile = args[++i] },
                "--unhealthy-file" => options with { UnhealthyFile = args[++i] },
                "--close-file" => options with { CloseFile = args[++i] },
                _ => throw new ArgumentException($"no such option: {args[i]}"),
            };
        }

        return options;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
