using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

/// <summary>The built program, as a user runs it.</summary>
public sealed class CheckCommandTests
{
    private const string Good = "spinner.children { web { command = sh, args = [\"${X}\"], env.SECRET = hunter2 }, db { command = sh } }";

    [Fact]
    public async Task A_good_file_is_told_in_a_line()
    {
        using ConfigFolder folder = ConfigFolder.Of(Good);

        (int code, string output, string error) = await Check(folder);

        Assert.Equal((0, "spinner.conf: 2 children, no errors\n"), (code, output));
        Assert.StartsWith("spinner.conf:1: spinner.children.web.args: hint: ${X} stays", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_error_is_a_line_on_stderr_and_exits_with_2()
    {
        using ConfigFolder folder = ConfigFolder.Of("include \"a.conf\"\nspinner.children.web { command = sh\n attempts = 0 }").Write("a.conf", "\nspinner.tail.lines = x");

        (int code, string output, string error) = await Check(folder, "spinner.conf", "--explain");

        Assert.Equal((2, ""), (code, output));
        Assert.Equal(
            "spinner.conf:3: spinner.children.web.attempts: 0 is out of range: give 1-1000.\na.conf:2: spinner.tail.lines: \"x\" is not understood: give a whole number.\n",
            error);
    }

    [Fact]
    public async Task Errors_as_json_have_file_line_key_and_message()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.children.web { command = sh\n attempts = 0 }");

        (int code, string output, string error) = await Check(folder, "-o", "json");

        Assert.Equal((2, ""), (code, error));
        JsonElement told = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray());
        Assert.Equal(
            ("spinner.conf", 2, "spinner.children.web.attempts", "0 is out of range: give 1-1000."),
            (told.GetProperty("file").GetString(), told.GetProperty("line").GetInt32(), told.GetProperty("key").GetString(), told.GetProperty("message").GetString()));

        folder.Write("spinner.conf", "");
        Assert.Equal((0, "[]\n"), (await Check(folder, "-o", "json")) is var (none, empty, _) ? (none, empty) : default);
    }

    [Fact]
    public async Task The_plan_is_printed_for_people_and_as_json()
    {
        using ConfigFolder folder = ConfigFolder.Of(Good);

        (int code, string text, _) = await Check(folder, "--explain");
        Assert.Equal(0, code);
        Assert.Contains("start order: db and web", text, StringComparison.Ordinal);
        Assert.Matches(@"\n  env\.SECRET +\*\*\* +spinner\.conf:1\n", text);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);

        (code, string json, _) = await Check(folder, "--explain", "-o", "json");
        Assert.Equal(0, code);
        JsonElement[] children = [.. JsonDocument.Parse(json).RootElement.GetProperty("children").EnumerateArray()];
        Assert.Equal(["db", "web"], children.Select(child => child.GetProperty("name").GetString()));
        Assert.DoesNotContain("hunter2", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_exits_with_2_and_a_wrong_option_with_64()
    {
        using ConfigFolder folder = new();

        Assert.Equal((2, "", "spinner.conf: there is no such file.\n"), await Check(folder));
        Assert.Equal(64, (await Check(folder, "-o", "yaml")).Code);
    }

    private static async Task<(int Code, string Output, string Error)> Check(ConfigFolder folder, params string[] args)
    {
        using Process process = Process.Start(new ProcessStartInfo(HostProcess.Program, ["check", .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Folder,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync().WaitAsync(HostProcess.Limit);
        await process.WaitForExitAsync().WaitAsync(HostProcess.Limit);
        return (process.ExitCode, await output, error);
    }
}
