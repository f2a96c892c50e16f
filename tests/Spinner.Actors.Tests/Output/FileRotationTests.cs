using Spinner.Output;
using Xunit;

namespace Spinner.Actors.Tests.Output;

public sealed class FileRotationTests
{
    [Fact]
    public void The_newest_old_file_has_the_number_one() => Assert.Equal("/var/app.log.1", FileRotation.NameOf("/var/app.log", 1));

    [Theory]
    [InlineData("/var/app.log.1", true)]
    [InlineData("/var/app.log.12", true)]
    [InlineData("/var/app.log", false)]
    [InlineData("/var/app.log.", false)]
    [InlineData("/var/app.log.gz", false)]
    [InlineData("/var/app.log.1.gz", false)]
    [InlineData("/var/app.log1", false)]
    [InlineData("/var/App.log.1", false)]
    public void Only_numbered_siblings_are_old_files(string name, bool expected) => Assert.Equal(expected, FileRotation.IsOld("/var/app.log", name));
}
