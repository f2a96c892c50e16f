using System.Reflection;
using Spinner.Configuration;
using Spinner.Policies;
using Spinner.Remoting;
using Xunit;

namespace Spinner.Conformance.Tests;

/// <summary>hocon/remote.conf has every setting of remoting, with the default that it has in code.</summary>
public sealed class RemoteConfTests
{
    private static readonly HoconSection _remote =
        (HoconSection)((HoconSection)HoconNode.From(RemotingConfig.Reference).Items[ConfigKeys.Root]).Items[ConfigKeys.Remote];

    [Fact]
    public void Every_key_of_the_file_is_read_and_every_key_that_is_read_is_in_the_file() =>
        Assert.Equal(RemotingConfig.Keys.Keys.Order(StringComparer.Ordinal), _remote.Items.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_option_has_a_key() =>
        Assert.Equal(
            typeof(SpinnerRemotingOptions).GetProperties().Length,
            RemotingConfig.Keys.Count + 2); // the certificate as an object, which is code only, and spinner.advertised-host

    [Fact]
    public void Every_default_of_the_file_is_the_one_in_code()
    {
        SpinnerRemotingOptions fresh = new();
        SpinnerRemotingOptions read = RemotingConfig.Read(RemotingConfig.Reference, "/conf");
        foreach (PropertyInfo property in typeof(SpinnerRemotingOptions).GetProperties())
        {
            Assert.Equivalent(property.GetValue(fresh), property.GetValue(read), strict: true);
        }
    }

    [Fact]
    public void A_key_that_is_none_and_a_value_of_the_wrong_kind_are_both_told()
    {
        PlanErrors errors = new();
        HoconSection said = HoconNode.From(Akka.Configuration.ConfigurationFactory.ParseString("spinner.remote { prot = 1, port = many }"));

        RemotingConfig.Read(said, "/conf", errors);

        Assert.Equal(["spinner.remote.port", "spinner.remote.prot"], errors.All.Select(error => error.Key).Order(StringComparer.Ordinal));
    }
}
