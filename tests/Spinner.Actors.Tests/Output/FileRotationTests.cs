using Spinner.Output;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class FileRotationTests
{
    [Fact]
    public void The_newest_old_file_has_the_number_one() => Assert.Equal("/var/app.log.1", FileRotation.NameOf("/var/app.log", 1));

    [Theory]
    [InlineData("/var/app.log.1", "/var/app.log")]
    [InlineData("/var/app.log.12", "/var/app.log")]
    [InlineData("/var/app.log", null)]
    [InlineData("/var/app.log.", null)]
    [InlineData("/var/app.log.gz", null)]
    [InlineData("/var/app.log.1.gz", null)]
    [InlineData("/var/app.log1", null)]
    [InlineData("17", null)]
    [InlineData("", null)]
    public void Only_numbered_names_are_of_old_files(string name, string? expected) => Assert.Equal(expected, FileRotation.CurrentOf(name));
}
