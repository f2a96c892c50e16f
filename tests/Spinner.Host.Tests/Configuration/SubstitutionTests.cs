using Spinner.Host.Configuration;
using Xunit;

namespace Spinner.Host.Tests.Configuration;

public sealed class SubstitutionTests
{
    [Theory]
    [InlineData("${ROOT}", "/srv \"x\" # y")]
    [InlineData("${ROOT}\"/\"${NAME}", "/srv \"x\" # y/web")]
    [InlineData("a ${NAME} b", "a web b")]
    [InlineData("${?NAME}", "web")]
    [InlineData("\"\"${?NONE}", "")]
    [InlineData("\"${NAME}\"", "${NAME}")]
    [InlineData("x # ${NONE}", "x")]
    [InlineData("${my.name}", "from the file")]
    [InlineData("${EMPTY}", "")]
    public void A_reference_takes_the_key_of_that_name_else_the_variable(string value, string expected)
    {
        using ConfigFolder folder = ConfigFolder.Of($"my {{ name = from the file }}\nspinner.defaults.env.X = {value}");
        folder.Environment["ROOT"] = "/srv \"x\" # y";
        folder.Environment["NAME"] = "web";
        folder.Environment["EMPTY"] = "";
        folder.Environment["my.name"] = "from the environment";

        ConfigFile file = folder.Load();

        Assert.Empty(file.Errors);
        Assert.Equal(expected, file.Options.Defaults.Env!["X"]);
    }

    [Fact]
    public void What_is_set_nowhere_is_an_error_with_its_line_and_no_others_follow_from_it()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.children.web {\n command = sh\n attempts = ${TRIES}\n args = [a,\n ${ARG}, ${ARG}]\n}");

        string[] errors = folder.Errors();

        Assert.Equal(2, errors.Length);
        Assert.StartsWith("spinner.conf:3: spinner.children.web.attempts: ${TRIES} is set nowhere", errors[0], StringComparison.Ordinal);
        Assert.StartsWith("spinner.conf:5: spinner.children.web.args: ${ARG} is set nowhere", errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_optional_one_that_is_missing_leaves_what_was_said_before()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.tail.lines = 5\nspinner.tail.lines = ${?LINES}\nspinner.children.web { command = sh, args = [a, ${?NONE}, b] }");

        Assert.Equal(5, folder.Load().Options.TailLines);
        Assert.Equal(["a", "b"], folder.Load().Children[0].Spec.Args);

        folder.Environment["LINES"] = "6";
        Assert.Equal(6, folder.Load().Options.TailLines);
    }

    [Fact]
    public void Sections_and_lists_can_be_taken_over_and_added_to()
    {
        using ConfigFolder folder = ConfigFolder.Of("""
            base { command = sh, env { A = 1, B = 2 }, args = [x] }
            spinner.children {
              web = ${base} { env.B = 3, args = ${base.args} [y] }
              db = ${spinner.children.web}
              db { attempts = 9 }
            }
            base.env.C = 4
            """);

        ConfigFile file = folder.Load();

        Assert.Empty(file.Errors);
        Assert.All(file.Children, child => Assert.Equal(["x", "y"], child.Spec.Args));
        Assert.All(file.Children, child => Assert.Equal("A=1 B=3 C=4", string.Join(' ', child.Spec.Env!.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"))));
        Assert.Equal([9, null], file.Children.Select(child => child.Spec.Attempts));
    }

    [Fact]
    public void A_key_that_refers_to_itself_means_its_value_so_far()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.defaults.env.P = a\nspinner.defaults.env.P = ${spinner.defaults.env.P}\":b\"");

        Assert.Equal("a:b", folder.Load().Options.Defaults.Env!["P"]);
    }

    [Theory]
    [InlineData("x = ${y}\ny = ${x}")]
    [InlineData("x = ${x}")]
    [InlineData("x { y = ${x} }\nz = ${z.a}")]
    public void A_circle_of_references_is_an_error(string text)
    {
        using ConfigFolder folder = ConfigFolder.Of(text);

        Assert.Contains("is set nowhere", folder.Errors()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_very_long_chain_of_references_is_an_error_and_no_crash()
    {
        using ConfigFolder folder = ConfigFolder.Of(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"a{i} = ${{a{i + 1}}}\n")));

        Assert.Contains(folder.Errors(), error => error.Contains("a chain of more than", StringComparison.Ordinal));
    }

    [Fact]
    public void An_included_file_finds_its_own_keys_first()
    {
        using ConfigFolder folder = ConfigFolder.Of("n = 1\nspinner.defaults.env { include \"env.conf\" }").Write("env.conf", "n = 2\nX = ${n}\nY = ${m}");
        folder.Environment["m"] = "3";

        Assert.Equal(("2", "3"), (folder.Load().Options.Defaults.Env!["X"], folder.Load().Options.Defaults.Env!["Y"]));
    }

    [Fact]
    public void A_reference_between_quotes_stays_and_is_hinted_at()
    {
        using ConfigFolder folder = ConfigFolder.Of("\nspinner.children.web { command = sh, args = [\"a ${HOME}\", \"$(b) {port}\"] }");

        ConfigFile file = folder.Load();

        Assert.Equal("a ${HOME}", file.Children[0].Spec.Args![0]);
        Assert.StartsWith("spinner.conf:2: spinner.children.web.args: ${HOME} stays as it is", Assert.Single(folder.Relative(file.Warnings)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_environment_is_not_in_the_error_about_it()
    {
        using ConfigFolder folder = ConfigFolder.Of("spinner.tail.lines = ${SECRET}\nspinner.children.web.command = \"x\"${SECRET}");
        folder.Environment["SECRET"] = "hunter2";

        string[] errors = folder.Errors();

        Assert.Equal(2, errors.Length);
        Assert.All(errors, error => Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal));
        Assert.StartsWith("spinner.conf:1: spinner.tail.lines: \"${SECRET}\" is not understood", errors[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = [1] text")]
    [InlineData("a = { b = 1 } [2]")]
    [InlineData("a = 1\na += 2")]
    public void Texts_lists_and_sections_do_not_mix(string text)
    {
        using ConfigFolder folder = ConfigFolder.Of(text);

        Assert.StartsWith($"spinner.conf:{text.Split('\n').Length}: a: ", Assert.Single(folder.Errors()), StringComparison.Ordinal);
    }
}
