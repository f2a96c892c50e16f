using Akka.Event;
using Akka.TestKit.Xunit2;
using Spinner.Hosting;
using Spinner.Protocol;
using Xunit;

namespace Spinner.Actors.Tests.Hosting;

public sealed class SpinnerLogTests() : TestKit("akka.loglevel = INFO")
{
    [Theory]
    [InlineData(false, typeof(Info))]
    [InlineData(true, typeof(Warning))]
    public void A_line_is_logged_under_its_category_at_the_level_of_its_stream(bool isError, Type level)
    {
        _ = Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));

        SpinnerLog.Of(Sys).Line("My.Web", new OutputLine("web", 1, isError, default, "{not} a template"));

        LogEvent logged = FishForMessage<LogEvent>(log => log.LogSource.StartsWith("My.Web", StringComparison.Ordinal));
        Assert.IsType(level, logged);
        Assert.Contains("{not} a template", logged.ToString(), StringComparison.Ordinal);
    }
}
