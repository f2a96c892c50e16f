using System.Text;
using Spinner.Probes;
using Xunit;

namespace Spinner.Actors.Tests.Probes;

public sealed class LastLineTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData("\n \r\n\n", null)]
    [InlineData("only", "only")]
    [InlineData("first\nlast\n", "last")]
    [InlineData("first\r\nlast", "last")]
    [InlineData("last\n\n  \n", "last")]
    [InlineData("\u001b[1mbold\u001b[0m", "[1mbold [0m")]
    public async Task The_last_line_that_is_not_blank_is_kept(string text, string? expected) => Assert.Equal(expected, await Read(text));

    [Fact]
    public async Task A_line_without_end_is_cut()
    {
        string text = await Read(new string('x', 1_000_000)) ?? "";

        Assert.Equal(new string('x', 199) + "…", text);
    }

    private static async Task<string?> Read(string text)
    {
        LastLine line = new();
        using StreamReader reader = new(new MemoryStream(Encoding.UTF8.GetBytes(text)));
        await line.ReadAsync(reader, CancellationToken.None);
        return line.Text;
    }
}
