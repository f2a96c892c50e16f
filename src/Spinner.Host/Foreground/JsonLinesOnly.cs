using System.Text.Json;
using System.Text.Json.Nodes;
using Spinner.Cli.Contract;

namespace Spinner.Host.Foreground;

/// <summary>Passes lines of JSON on. What the queue before it says of its own, that lines were dropped for a reader that stood still, becomes one.</summary>
internal sealed class JsonLinesOnly(Stream target) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.StartsWith("{"u8))
        {
            target.Write(buffer);
            return;
        }

        JsonObject notice = new() { ["type"] = "dropped", ["text"] = System.Text.Encoding.UTF8.GetString(buffer).Trim('\n', '[', ']') };
        target.Write([.. JsonSerializer.SerializeToUtf8Bytes(notice, ContractJson.Readable.JsonObject), (byte)'\n']);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => target.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
