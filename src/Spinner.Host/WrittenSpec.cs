using System.Text.Json;
using System.Text.Json.Nodes;
using Spinner.Host.Api;
using Spinner.Protocol;

namespace Spinner.Host;

/// <summary>Reads a spec that is written as the body of a start, for a host that is given it by its own command line.</summary>
internal static class WrittenSpec
{
    /// <summary>The spec; with <paramref name="errors"/> it is of no use.</summary>
    public static ChildSpec Read(string name, JsonObject written, TimeSpan maxStopTimeout, out IReadOnlyList<string> errors)
    {
        ChildSpec bare = new() { Name = name };
        try
        {
            errors = [];
            return SpecReader.Read(name, JsonSerializer.SerializeToElement(written), Environment.CurrentDirectory, maxStopTimeout) ?? bare;
        }
        catch (ProblemException wrong)
        {
            errors = wrong.Problem.Errors ?? [wrong.Problem.Detail];
            return bare;
        }
    }
}
