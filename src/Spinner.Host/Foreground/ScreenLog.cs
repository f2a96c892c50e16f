using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace Spinner.Host.Foreground;

/// <summary>Shows log events among the output, each behind the prefix of the child it is about.</summary>
internal sealed class ScreenLog(Action<string, string> tell) : ILogEventSink
{
    private static readonly MessageTemplateTextFormatter _format = new("{Level:w}: {Message:lj}{NewLine}{Exception}", CultureInfo.InvariantCulture);

    /// <summary>A log that shows warnings and errors.</summary>
    public static Logger Create(Action<string, string> tell) => new LoggerConfiguration().MinimumLevel.Warning().WriteTo.Sink(new ScreenLog(tell)).CreateLogger();

    public void Emit(LogEvent logEvent)
    {
        using StringWriter text = new(CultureInfo.InvariantCulture);
        _format.Format(logEvent, text);
        string child = logEvent.Properties.TryGetValue("Child", out LogEventPropertyValue? value) && value is ScalarValue { Value: string name } ? name : "spinner";
        foreach (string line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
            tell(child, line.TrimEnd('\r'));
    }
}
