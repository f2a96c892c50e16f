using Xunit;

namespace Spinner.Host.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_the_verbs()
    {
        (int code, string text) = await HostProcess.Run("--help");

        Assert.Equal(0, code);
        Assert.Contains("\n  up ", text, StringComparison.Ordinal);
        Assert.Contains("\n  ps ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_that_of_the_build()
    {
        (int code, string text) = await HostProcess.Run("--version");

        Assert.Equal(0, code);
        Assert.StartsWith("0.1.0", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_verb_is_a_usage_error()
    {
        (int code, string text) = await HostProcess.Run("frobnicate");

        Assert.Equal(64, code);
        Assert.Contains("frobnicate", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named_and_exits_with_2()
    {
        (int code, string text) = await HostProcess.Run("up", "no/such.conf");

        Assert.Equal(2, code);
        Assert.Equal("no/such.conf: there is no such file.", text);
    }

    [Fact]
    public async Task A_folder_in_place_of_a_file_exits_with_2()
    {
        (int code, string text) = await HostProcess.Run("up", "samples");

        Assert.Equal(2, code);
        Assert.StartsWith("samples: cannot be read", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spinner {\n children = [ }", "2: '}' where ']' is due, for the '[' of line 2.")]
    [InlineData("spinner { children {", "1: '{' is never closed.")]
    [InlineData("# {\nspinner { } }", "2: '}' closes nothing.")]
    [InlineData("spinner = \"\"\"never closed", "1: a quote is never closed.")]
    public async Task A_broken_file_is_named_with_the_line_and_exits_with_2(string content, string error)
    {
        string path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, content);
            (int code, string text) = await HostProcess.Run("up", path);

            Assert.Equal(2, code);
            Assert.Equal($"{path}:{error}", text);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
