using Spinner.Policies;
using Xunit;

namespace Spinner.Actors.Tests.Policies;

public sealed class InheritedEnvironmentTests
{
    [Theory]
    [InlineData("NOTIFY_SOCKET")]
    [InlineData("WATCHDOG_USEC")]
    [InlineData("LISTEN_FDS")]
    [InlineData("SPINNER_RUN")]
    [InlineData("MSBUILDFAILONDRIVEENUMERATINGWILDCARD")]
    [InlineData("MSBuildSDKsPath")]
    [InlineData("_MSBUILDTLENABLED")]
    [InlineData("DOTNET_LAUNCH_PROFILE")]
    [InlineData("DOTNET_HOST_PATH")]
    [InlineData("DOTNET_CLI_TELEMETRY_SESSIONID")]
    public void What_was_meant_for_the_supervisor_does_not_reach_children(string name) =>
        Assert.Empty(Clean((name, "x")));

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("DOTNET_ROOT")]
    [InlineData("DOTNET_ROOT_X64")]
    [InlineData("DOTNET_CLI_HOME")]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("listen_addr")]
    public void The_users_own_settings_stay(string name) => Assert.Equal("x", Clean((name, "x"))[name]);

    [Fact]
    public void The_address_of_a_launch_profile_goes_with_the_profile() =>
        Assert.Empty(Clean(("DOTNET_LAUNCH_PROFILE", "web"), ("ASPNETCORE_URLS", "http://localhost:5000")));

    private static IReadOnlyDictionary<string, string> Clean(params (string Name, string Value)[] all) =>
        InheritedEnvironment.Clean(all.ToDictionary(pair => pair.Name, pair => pair.Value));
}
