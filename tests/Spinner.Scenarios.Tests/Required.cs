using Spinner.Configuration;
using Xunit;

namespace Spinner.Scenarios.Tests;

/// <summary>What a test cannot do without; where it is missing the test is skipped, and counted so.</summary>
internal static class Required
{
    /// <summary>The absolute path of a program in PATH.</summary>
    public static string Program(string name)
    {
        string? path = new HostFiles().FindProgram(name);
        Skip.If(path is null, $"There is no {name} in PATH.");
        return path!;
    }
}
