using System.Diagnostics;
using Spinner.Host.Configuration;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

public sealed class OddFileTests
{
    [Fact]
    public void A_missing_file_is_told_as_the_user_named_it() =>
        Assert.Equal("no/such.conf: there is no such file.", Assert.Single(ConfigFile.Load("no/such.conf").Errors).ToString());

    [Fact]
    public void A_folder_is_no_file()
    {
        using ConfigFolder folder = new();

        Assert.StartsWith($"{folder.Folder}: cannot be read: it is a folder", Assert.Single(ConfigFile.Load(folder.Folder).Errors).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_an_error(string path) => Assert.EndsWith("is no path.", Assert.Single(ConfigFile.Load(path).Errors).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(new byte[] { 0x7f, 0x45, 0x4c, 0x46, 0, 1, 2 })]
    [InlineData(new byte[] { 0x61, 0x3d, 0xff, 0xfe })]
    public void Bytes_that_are_no_text_are_an_error(byte[] bytes)
    {
        using ConfigFolder folder = new();
        File.WriteAllBytes(folder.Main, bytes);

        Assert.Equal("spinner.conf: is no text in UTF-8.", Assert.Single(folder.Errors()));
    }

    [Fact]
    public void A_program_in_place_of_a_file_is_an_error() =>
        Assert.NotEmpty(ConfigFile.Load(TestChild.Program).Errors);

    [SkippableFact]
    public void A_device_is_an_error()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the device is one of Linux");

        Assert.StartsWith("/dev/zero: is a device, and only regular files are read", Assert.Single(ConfigFile.Load("/dev/zero").Errors).ToString(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("", "spinner.conf: is a pipe, and only regular files are read")]
    [InlineData("\ninclude \"pipe\"", "spinner.conf:2: include \"pipe\": is a pipe")]
    [InlineData("\nspinner.children.web { command = sh, env-file = pipe }", "spinner.conf:2: spinner.children.web.env-file: \"pipe\": is a pipe")]
    [InlineData("spinner.env-file = pipe", "spinner.conf:1: spinner.env-file: \"pipe\": is a pipe")]
    public async Task A_pipe_that_nobody_writes_is_an_error_and_not_waited_for(string text, string error)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "pipes are looked at on Linux");
        using ConfigFolder folder = text.Length > 0 ? ConfigFolder.Of(text) : new();
        using Process maker = Process.Start("mkfifo", folder.PathOf(text.Length > 0 ? "pipe" : "spinner.conf"));
        await maker.WaitForExitAsync();

        // On a thread of its own: a test that hangs tells less than one that fails.
        string[] errors = await Task.Run(() => folder.Errors()).WaitAsync(HostProcess.Limit);

        Assert.StartsWith(error, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_a_file_is_read()
    {
        using ConfigFolder folder = new ConfigFolder().Write("real.conf", "spinner.children.web.command = sh");
        File.CreateSymbolicLink(folder.Main, folder.PathOf("real.conf"));

        Assert.Empty(folder.Errors());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n # nothing\n")]
    [InlineData("spinner { children { } }")]
    public void A_file_without_children_is_an_error_to_up_alone(string text)
    {
        using ConfigFolder folder = ConfigFolder.Of(text);
        const string Told = "spinner.conf: names no children: add some under spinner.children.";

        Assert.Equal([Told], folder.Errors(ConfigUse.Up));
        Assert.Empty(folder.Errors(ConfigUse.Daemon));
        Assert.Equal([Told], folder.Relative(folder.Load().Warnings));
    }

    [Theory]
    [InlineData("spinner = 5", "spinner.conf:1: spinner: is not a section: write spinner { ... }.")]
    [InlineData("spinner { defaults = 5 }", "spinner.conf:1: spinner.defaults: is not a section: write { ... }.")]
    [InlineData("spinner {\n children = [] }", "spinner.conf:2: spinner.children: is not a section: write { \"name\" { ... } }.")]
    [InlineData("spinner.children.web = 5", "spinner.conf:1: spinner.children.web: is not a section: write { ... }.")]
    [InlineData("spinner.host = 5", "spinner.conf:1: spinner.host: is not a section: write spinner.host { ... }.")]
    public void A_value_in_place_of_a_section_is_an_error(string text, string error)
    {
        using ConfigFolder folder = ConfigFolder.Of(text);

        Assert.Contains(error, folder.Errors());
    }

    [Theory]
    [InlineData("\" a b \"", " a b ")]
    [InlineData("\"null\"", "null")]
    [InlineData("\"\\n\"", "\n")]
    [InlineData("\"\"", "")]
    public void A_text_reaches_the_child_letter_by_letter(string text, string expected)
    {
        using ConfigFolder folder = ConfigFolder.Of($"spinner.children.web {{ command = sh, args = [{text}], env.X = {text} }}");

        ConfigFile file = folder.Load();

        Assert.Empty(file.Errors);
        Assert.Equal((expected, expected), (Assert.Single(file.Children[0].Spec.Args!), file.Children[0].Spec.Env!["X"]));
    }

    [Fact]
    public void A_file_of_a_megabyte_is_read_and_its_last_line_is_known()
    {
        using ConfigFolder folder = ConfigFolder.Of(
            string.Concat(Enumerable.Range(0, 12_000).Select(i => $"spinner.children.c{i} {{ command = sh, args = [\"a\", \"b\", \"c{i}\", \"and some more text to make it long\"] }}\n"))
            + "spinner.tail.lines = many\n");
        Assert.True(new FileInfo(folder.Main).Length > 1_000_000);

        Assert.Equal(["spinner.conf:12001: spinner.tail.lines: \"many\" is not understood: give a whole number."], folder.Errors());
    }
}
