using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Spinner.Configuration;

namespace Spinner.Host.Api;

/// <summary>The query of a request. What is unknown or no value of its kind is refused: a typing error must not pass for the default.</summary>
internal sealed class Query
{
    private readonly IQueryCollection _query;

    public Query(HttpContext context, params string[] known)
    {
        _query = context.Request.Query;
        foreach (string key in _query.Keys.Where(key => !known.Contains(key, StringComparer.Ordinal)))
            throw Problems.BadRequest($"The query has no \"{key}\" here{(known.Length == 0 ? "." : Suggestion.For(key, known))}");
    }

    /// <summary>A switch; alone it is on.</summary>
    public bool Flag(string name, bool otherwise) => !_query.TryGetValue(name, out StringValues given) ? otherwise : given.ToString() switch
    {
        "" or "true" or "1" => true,
        "false" or "0" => false,
        _ => throw Problems.BadRequest($"{name}={given} is not understood: give true or false."),
    };

    public int Number(string name, int otherwise, int least, int most) =>
        !_query.TryGetValue(name, out StringValues given) ? otherwise
            : int.TryParse(given.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most ? number
            : throw Problems.BadRequest($"{name}={given} is not understood: give a whole number of {least}-{most}.");

    /// <summary>All values of one that may be repeated.</summary>
    public IReadOnlyList<string> All(string name) => [.. _query[name].OfType<string>().Distinct(StringComparer.Ordinal)];
}
