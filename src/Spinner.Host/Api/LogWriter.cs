using System.IO.Pipelines;
using System.Text;
using Spinner.Cli.Contract;
using Spinner.Protocol;

namespace Spinner.Host.Api;

/// <summary>Writes lines of output as JSON, or as plain text.</summary>
internal sealed class LogWriter(Outflow outflow, bool isText, bool isPrefixed)
{
    /// <summary>How much is gathered before it is sent.</summary>
    private const int Chunk = 32 * 1024;

    private readonly PipeWriter _to = outflow.Writer;

    /// <summary>Enough is gathered.</summary>
    public bool IsFull => _to.UnflushedBytes >= Chunk;

    /// <param name="line">The line.</param>
    /// <param name="dropped">How many lines of the child were left out before it.</param>
    public void Write(OutputLine line, long dropped)
    {
        if (!isText)
        {
            LogLineView view = new(line.Child.Value, line.Run, line.IsError ? "stderr" : "stdout", line.At, line.Text)
            {
                Dropped = dropped > 0 ? dropped : null,
            };
            ApiJson.WriteLine(_to, view, ApiJson.Contract.LogLineView);
            return;
        }

        if (dropped > 0)
            Text(line.Child, $"({dropped} lines left out)");
        Text(line.Child, line.Text);
    }

    /// <summary>Says that the stream lives.</summary>
    public void Beat() => Encoding.UTF8.GetBytes("\n", _to);

    /// <summary>Sends what is gathered. False: nobody reads any more.</summary>
    public ValueTask<bool> FlushAsync(CancellationToken end) => outflow.FlushAsync(end);

    private void Text(ChildName child, string text)
    {
        if (isPrefixed)
            Encoding.UTF8.GetBytes($"{child} | ", _to);
        Encoding.UTF8.GetBytes(text, _to);
        Encoding.UTF8.GetBytes("\n", _to);
    }
}
