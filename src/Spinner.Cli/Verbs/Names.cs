using System.CommandLine;
using System.CommandLine.Completions;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;

namespace Spinner.Cli.Verbs;

/// <summary>The names of children on a command line.</summary>
internal static class Names
{
    // A shell that waits is worse than one that completes nothing.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    public static Argument<string[]> OneOrMore(string description = "The children.") => Of(description, ArgumentArity.OneOrMore);

    public static Argument<string[]> Any(string description) => Of(description, ArgumentArity.ZeroOrMore);

    public static Argument<string> One()
    {
        // With a name in the help: it would list what completes it, and ask the host for that.
        Argument<string> name = new("name") { Description = "The child.", HelpName = "name" };
        name.CompletionSources.Add(Known);
        name.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError("The name of a child is empty.");
        });
        return name;
    }

    /// <summary>Each name once, in the order given.</summary>
    public static string[] Distinct(this ParseResult result, Argument<string[]> names) =>
        [.. (result.GetValue(names) ?? []).Distinct(StringComparer.Ordinal)];

    /// <summary>A path with these names and other parameters.</summary>
    public static string Query(string path, IEnumerable<string> names, params IEnumerable<string> others)
    {
        string query = string.Join('&', names.Select(name => $"name={Uri.EscapeDataString(name)}").Concat(others));
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    private static Argument<string[]> Of(string description, ArgumentArity arity)
    {
        Argument<string[]> names = new("names") { Description = description, Arity = arity, HelpName = "name" };
        names.CompletionSources.Add(Known);
        names.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
                result.AddError("The name of a child is empty.");
        });
        return names;
    }

    private static IEnumerable<CompletionItem> Known(CompletionContext context)
    {
        if (RemoteAddress.Of(context.ParseResult) is not null)
            return []; // to ask another node takes seconds
        using CancellationTokenSource limit = new(_patience);
        try
        {
            using DaemonClient host = new(SocketPath.ForClient(context.ParseResult.GetValue(Globals.Socket)));
            return [.. host.GetAsync(Routes.Children, ContractJson.Default.ChildListView, limit.Token).GetAwaiter().GetResult()
                .Children.Select(child => new CompletionItem(child.Name))];
        }
        catch (Exception e) when (e is NoHostException or ApiException or OperationCanceledException)
        {
            // No host, no names: completion is no place to tell it.
            return [];
        }
    }
}
