using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Spinner.Host.Api;

/// <summary>The child that the path of a request names.</summary>
internal sealed record NamedChild(string Name);

/// <summary>
/// Takes the name of a child from the path as it was sent. By the time a server has decoded a path, <c>%2F</c> and <c>%252F</c> are the same, and
/// <c>%2E%2E</c> has taken a segment away. The routes see a placeholder in its place.
/// </summary>
internal static class RawPath
{
    private const string Prefix = "/v1/children/";
    private const string Placeholder = "-";

    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Task Invoke(HttpContext context, RequestDelegate next)
    {
        string path = PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        if (path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            int end = path.IndexOf('/', Prefix.Length);
            string segment = end < 0 ? path[Prefix.Length..] : path[Prefix.Length..end];
            context.Features.Set(new NamedChild(Decode(segment)));
            context.Request.Path = new PathString(Prefix + Placeholder + (end < 0 ? "" : path[end..]));
        }

        return next(context);
    }

    /// <summary>The child; a path that hides its segments behind escapes names none.</summary>
    public static string NameOf(HttpContext context) => context.Features.Get<NamedChild>()?.Name ?? throw Problems.NotFound();

    /// <summary>The path of a target, which a proxy may send with its host.</summary>
    private static string PathOf(string target)
    {
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string path = query < 0 ? target : target[..query];
        int host = path.StartsWith('/') ? -1 : path.IndexOf("://", StringComparison.Ordinal);
        int start = host < 0 ? 0 : path.IndexOf('/', host + 3);
        return start < 0 ? "/" : path[start..];
    }

    private static string Decode(string segment)
    {
        ArrayBufferWriter<byte> bytes = new(Math.Max(segment.Length, 1));
        for (int i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
                Encoding.UTF8.GetBytes(segment.AsSpan(i, 1), bytes);
            else if (i + 2 < segment.Length && char.IsAsciiHexDigit(segment[i + 1]) && char.IsAsciiHexDigit(segment[i + 2]))
                bytes.Write([Convert.ToByte(segment.Substring(i + 1, 2), 16)]);
            else
                throw Problems.BadRequest("The name in the path has a % that two hexadecimal digits do not follow; write %25 for a % itself.");
            i += segment[i] == '%' ? 2 : 0;
        }

        try
        {
            return _strict.GetString(bytes.WrittenSpan);
        }
        catch (DecoderFallbackException)
        {
            throw Problems.BadRequest("The name in the path is no UTF-8.");
        }
    }
}
