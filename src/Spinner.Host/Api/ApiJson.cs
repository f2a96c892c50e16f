using System.Buffers;
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

    public static ContractJson Contract => ContractJson.Readable;

    public static Task Write<T>(HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK, string contentType = Json)
    {
        byte[] body = [.. JsonSerializer.SerializeToUtf8Bytes(value, type), .. _lineFeed];
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>One line of an answer that goes on.</summary>
    public static void WriteLine<T>(IBufferWriter<byte> to, T value, JsonTypeInfo<T> type)
    {
        to.Write(JsonSerializer.SerializeToUtf8Bytes(value, type));
        to.Write(_lineFeed);
    }
}
