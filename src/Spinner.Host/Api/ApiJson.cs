using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Spinner.Cli.Contract;

namespace Spinner.Host.Api;

/// <summary>Writes the records of the API. Quotes and letters stay readable: no answer is ever part of a web page.</summary>
internal static class ApiJson
{
    public const string Json = "application/json; charset=utf-8";

    private static readonly byte[] _lineFeed = [(byte)'\n'];

    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ContractJson Contract => ContractJson.Default;

    /// <summary>
    /// Writes a record by the code that was generated for it. The serializer would use this code too, but not with our encoder: then it first describes every
    /// property of every record to itself, which costs the start 100 ms and the daemon a MB.
    /// </summary>
    public static byte[] Bytes<T>(T value, JsonTypeInfo<T> type)
    {
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter json = new(bytes, _writing))
        {
            if (type.SerializeHandler is { } write) write(json, value);
            else JsonSerializer.Serialize(json, value, type);
        }

        return bytes.WrittenSpan.ToArray();
    }

    public static Task Write<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string contentType = Json)
    {
        byte[] body = [.. Bytes(value, type), .. _lineFeed];
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>One line of an answer that goes on.</summary>
    public static void WriteLine<T>(IBufferWriter<byte> to, T value, JsonTypeInfo<T> type)
    {
        to.Write(Bytes(value, type));
        to.Write(_lineFeed);
    }
}
