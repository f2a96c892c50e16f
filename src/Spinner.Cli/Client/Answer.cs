using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Spinner.Cli.Client;

/// <summary>What a host answered, byte for byte: <c>-o json</c> passes it on as it is.</summary>
public sealed class Answer(ReadOnlyMemory<byte> body, string socket)
{
    /// <summary>The JSON; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Reads it.</summary>
    /// <exception cref="NoHostException">It is not what a host of Spinner answers.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw new NoHostException(socket, "it answered nothing where JSON was due.");
        }
        catch (JsonException defect)
        {
            throw new NoHostException(socket, "it does not answer as Spinner does.", defect);
        }
    }
}
