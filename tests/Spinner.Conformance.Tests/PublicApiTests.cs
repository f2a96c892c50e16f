using System.Reflection;
using PublicApiGenerator;
using Spinner.Protocol;
using Spinner.Remoting;
using Spinner.Testing;
using Xunit;

namespace Spinner.Conformance.Tests;

/// <summary>The public API changes only on purpose; CONTRIBUTING.md says how.</summary>
public sealed class PublicApiTests
{
    private const string ApproveVariable = "SPINNER_APPROVE";

    public static TheoryData<string, string> Libraries() => new()
    {
        { typeof(ChildSpec).Assembly.GetName().Name!, "PublicApi.approved.txt" },
        { typeof(SpinnerRemoting).Assembly.GetName().Name!, "PublicApi.Remoting.approved.txt" },
    };

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_API_is_the_approved_one(string library, string file)
    {
        string approved = Repository.PathOf($"tests/Spinner.Conformance.Tests/{file}");
        string present = Assembly.Load(library)
            .GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false })
            .ReplaceLineEndings("\n")
            .Trim() + "\n";
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
            File.WriteAllText(approved, present);

        Assert.Equal(File.ReadAllText(approved), present);
    }
}
