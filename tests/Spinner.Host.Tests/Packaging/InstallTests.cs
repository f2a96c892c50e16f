using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Spinner.Configuration;
using Spinner.Hosting;
using Spinner.Testing;
using Xunit;

namespace Spinner.Host.Tests.Packaging;

/// <summary>The install script on an empty root, and the unit it installs.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spinner-install-").FullName;

    public InstallTests()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the install script is for Linux");
        Directory.CreateDirectory(Published);
        Publish("1");
    }

    private string Published => Path.Combine(_folder, "published");

    private string Root => Path.Combine(_folder, "root");

    private string Unit => Path.Combine(Root, "etc/systemd/system/spinner.service");

    private string Current => Path.Combine(Root, "opt/spinner/current");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Publish(string version)
    {
        Directory.CreateDirectory(Path.Combine(Published, "docs"));
        File.WriteAllText(Path.Combine(Published, "docs", "cli.md"), version);
        File.WriteAllText(Path.Combine(Published, "spinner"), version);
        File.WriteAllText(Path.Combine(Published, "spinner-host"), version);
    }

    private (int Code, string Text) Install(params IEnumerable<string> args)
    {
        using Process script = Process.Start(new ProcessStartInfo("/bin/sh", [Repository.PathOf("packaging/install.sh"), Published, "--root", Root, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string text = script.StandardOutput.ReadToEnd() + script.StandardError.ReadToEnd();
        script.WaitForExit();
        return (script.ExitCode, text);
    }

    [SkippableFact]
    public void Programs_a_link_a_unit_and_a_first_configuration_are_installed()
    {
        Assert.Equal(0, Install().Code);

        Assert.Equal("1", File.ReadAllText(Path.Combine(Current, "spinner-host")));
        Assert.Equal("1", File.ReadAllText(Path.Combine(Current, "docs", "cli.md")));
        Assert.Equal("/opt/spinner/current/spinner", new FileInfo(Path.Combine(Root, "usr/local/bin/spinner")).LinkTarget);
        Assert.Contains("ExecStart=/opt/spinner/current/spinner daemon", File.ReadAllText(Unit), StringComparison.Ordinal);
        Assert.Contains("spinner.children", File.ReadAllText(Path.Combine(Root, "etc/spinner/spinner.conf")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_upgrade_switches_to_the_new_programs_keeps_the_ones_before_and_the_configuration()
    {
        Install();
        string conf = Path.Combine(Root, "etc/spinner/spinner.conf");
        File.WriteAllText(conf, "mine");
        Publish("2");

        Assert.Equal(0, Install().Code);

        Assert.Equal("2", File.ReadAllText(Path.Combine(Current, "spinner")));
        Assert.Equal(["1", "2"], Directory.GetDirectories(Path.Combine(Root, "opt/spinner/releases")).Select(old => File.ReadAllText(Path.Combine(old, "spinner"))).Order());
        Assert.Equal("mine", File.ReadAllText(conf));
    }

    [SkippableFact]
    public void A_dry_run_changes_nothing()
    {
        (int code, string text) = Install("--dry-run");

        Assert.Equal(0, code);
        Assert.Contains("would run:", text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Root));
    }

    [SkippableFact]
    public void What_was_installed_is_removed_but_for_the_configuration()
    {
        Install();

        Assert.Equal(0, Install("--uninstall").Code);

        Assert.Equal([Path.Combine(Root, "etc/spinner/spinner.conf")], Directory.GetFiles(Root, "*", SearchOption.AllDirectories));
    }

    [SkippableFact]
    public void Another_prefix_and_a_user_are_in_the_unit()
    {
        Install("--prefix", "/srv/spin", "--user", "ops");

        string unit = File.ReadAllText(Unit);
        Assert.Contains("ExecStart=/srv/spin/current/spinner daemon", unit, StringComparison.Ordinal);
        Assert.Contains("User=ops\n", unit, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("--colour", "unknown option --colour")]
    [InlineData("--prefix", "--prefix needs a value")]
    public void A_wrong_option_is_told_and_nothing_is_done(string option, string told)
    {
        (int code, string text) = Install(option);

        Assert.Equal(1, code);
        Assert.Contains(told, text, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Root));
    }

    [SkippableFact]
    public void A_folder_without_the_programs_is_told()
    {
        File.Delete(Path.Combine(Published, "spinner-host"));

        (int code, string text) = Install();

        Assert.Equal(1, code);
        Assert.Contains("has no spinner-host: publish first", text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void The_unit_gives_a_stop_the_time_it_may_take()
    {
        string unit = File.ReadAllText(Repository.PathOf("packaging/spinner.service"));
        int minutes = int.Parse(Regex.Match(unit, @"^TimeoutStopSec=(\d+)min$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);

        Assert.True(TimeSpan.FromMinutes(minutes) > SpinnerShutdown.LongestStop(new SpinnerOptions(), layers: 3));
        Assert.Contains("\nKillMode=mixed\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nType=notify\n", unit, StringComparison.Ordinal);
    }
}
