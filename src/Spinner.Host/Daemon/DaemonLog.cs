using System.Globalization;
using System.Text;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Sinks.File;
using Serilog.Sinks.SystemConsole.Themes;
using Spinner.Host.Configuration;

namespace Spinner.Host.Daemon;

/// <summary>The log of a daemon: on standard output, for journals and containers, and in a file that is rolled by size.</summary>
internal static class DaemonLog
{
    private const string Template = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff zzz} [{Level:u3}] {Child}{Message:lj}{NewLine}{Exception}";

    public static Logger Create(HostSettings settings) => new LoggerConfiguration()
        .MinimumLevel.Is(settings.LogLevel)
        .MinimumLevel.Override("Microsoft", settings.LogLevel > LogEventLevel.Warning ? settings.LogLevel : LogEventLevel.Warning)
        .Filter.ByExcluding(IsToldAlready)
        .Enrich.With<ChildPrefix>()
        .WriteTo.Console(outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture, theme: ConsoleTheme.None)
        .WriteTo.File(
            Path.Combine(settings.LogFolder, "spinner.log"),
            outputTemplate: Template,
            formatProvider: CultureInfo.InvariantCulture,
            fileSizeLimitBytes: settings.LogMaxSize,
            rollOnFileSizeLimit: true,
            retainedFileCountLimit: settings.LogFiles,
            hooks: new OwnerOnlyFiles())
        .CreateLogger();

    /// <summary>Tells what became of a child.</summary>
    public static void Tell(ILogger log, string name, string line, bool isTrouble) =>
        log.ForContext(ChildPrefix.Property, name).Write(isTrouble ? LogEventLevel.Warning : LogEventLevel.Information, "{Line:l}", line);

    // The changes of state of all children, and the end, come as events too, in plain words.
    private static bool IsToldAlready(LogEvent entry) =>
        entry.Level == LogEventLevel.Information
        && (entry.MessageTemplate.Text == "{From} -> {To}: {Cause}" || entry.MessageTemplate.Text.StartsWith("CoordinatedShutdown", StringComparison.Ordinal));

    /// <summary>What children print on stderr comes into it with their failures.</summary>
    private sealed class OwnerOnlyFiles : FileLifecycleHooks
    {
        public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return underlyingStream;
        }
    }

    /// <summary>The child an entry is about, before its text.</summary>
    private sealed class ChildPrefix : ILogEventEnricher
    {
        public const string Property = "Child";

        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            string name = logEvent.Properties.TryGetValue(Property, out LogEventPropertyValue? value) && value is ScalarValue { Value: string text } ? $"{text}: " : "";
            logEvent.AddOrUpdateProperty(new LogEventProperty(Property, new ScalarValue(name)));
        }
    }
}
