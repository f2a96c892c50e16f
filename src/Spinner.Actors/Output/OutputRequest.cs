using System.Text.RegularExpressions;
using Spinner.Protocol;

namespace Spinner.Output;

/// <summary>The output of one run: where it goes, and what is to be told of it.</summary>
/// <param name="Child">The child.</param>
/// <param name="Run">The number of the run.</param>
/// <param name="Stdout">The target of standard output; its path, if any, is absolute.</param>
/// <param name="Stderr">The target of standard error; likewise. The same file as stdout's is opened once and shared.</param>
/// <param name="LoggerCategory">The category of lines that are logged.</param>
internal sealed record OutputRequest(ChildName Child, int Run, OutputTarget Stdout, OutputTarget Stderr, string LoggerCategory)
{
    /// <summary>What a line that says ready matches. Made not to backtrack: it is run on the thread that reads all output.</summary>
    public Regex? ReadyLine { get; init; }

    /// <summary>Told the first such line of either stream, once, on the thread that reads output.</summary>
    public Action<string>? Ready { get; init; }

    /// <summary>Told when a file cannot be written, and when it can be again or is left: once each per child. On the thread that reads output, or that opens it.</summary>
    public Action<OutputIncident>? Incident { get; init; }
}

/// <summary>A file takes no output (its disk is full), or does again.</summary>
/// <param name="Path">The file.</param>
/// <param name="Message">What happened, in a sentence.</param>
/// <param name="IsOver">True when it is written again.</param>
/// <param name="LostBytes">How many bytes were lost; so far, when it is not over.</param>
internal sealed record OutputIncident(string Path, string Message, bool IsOver, long LostBytes);
