using PublicApiGenerator;
using Spinner.Protocol;
using Spinner.Testing;
using Xunit;

namespace Spinner.Conformance.Tests;

/// <summary>The public API changes only on purpose; CONTRIBUTING.md says how.</summary>
public sealed class PublicApiTests
{
    private const string ApproveVariable = "SPINNER_APPROVE";

    private static readonly string _approvedPath = Repository.PathOf("tests/Spinner.Conformance.Tests/PublicApi.approved.txt");

    [Fact]
    public void The_public_API_is_the_approved_one()
    {
        string present = typeof(ChildSpec).Assembly
            .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n")
            .Trim() + "\n";
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
            File.WriteAllText(_approvedPath, present);

        Assert.Equal(File.ReadAllText(_approvedPath), present);
    }
}
