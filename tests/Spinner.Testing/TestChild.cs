using Spinner.Protocol;

namespace Spinner.Testing;

/// <summary>Specs of the program in tests/Spinner.TestChild, whose verbs are named after what they do.</summary>
public static class TestChild
{
    /// <summary>The built program: a native executable that needs no <c>dotnet</c> in front of it.</summary>
    public static string Program { get; } = Repository.OutputOf("tests/Spinner.TestChild", "Spinner.TestChild");

    /// <summary>The variable in which <see cref="Shell"/> passes <see cref="Program"/> on.</summary>
    public const string ProgramVariable = "TESTCHILD";

    /// <summary>A child that runs a verb, such as <c>Spec("a", "serve", "--delay", "100")</c>.</summary>
    public static ChildSpec Spec(string name, params string[] verbAndArgs) => new()
    {
        Name = name,
        Command = Program,
        Args = verbAndArgs,
    };

    /// <summary>
    /// A child that runs a shell script, in which <c>"$TESTCHILD"</c> is the program: <c>grep SigIgn /proc/self/status; exec "$TESTCHILD" serve</c>.
    /// </summary>
    public static ChildSpec Shell(string name, string script) => new()
    {
        Name = name,
        Command = "/bin/sh",
        Args = ["-c", script],
        Env = new Dictionary<string, string> { [ProgramVariable] = Program },
    };
}
