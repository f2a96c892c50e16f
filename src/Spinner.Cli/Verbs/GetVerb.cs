using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spinner.Cli.Client;
using Spinner.Cli.Contract;
using Spinner.Cli.Rendering;

namespace Spinner.Cli.Verbs;

/// <summary><c>spinner get</c>.</summary>
internal static class GetVerb
{
    private const int KeyWidth = 12;
    private const int MostTransitions = 10;

    public static Command Create()
    {
        Argument<string> name = Names.One();
        Command get = new("get", "Shows everything that is known of a child.") { name };
        return get.Does((cli, result) => RunAsync(cli, result.GetValue(name)!));
    }

    private static async Task<int> RunAsync(CliContext cli, string name)
    {
        Answer answer = await cli.Host.AskAsync(HttpMethod.Get, Routes.Child(name), null, cli.Cancel).ConfigureAwait(false);
        if (cli.Json)
            cli.Pass(answer);
        else
            Show(cli.Out, answer.Read(ContractJson.Default.ChildView));
        return ExitCodes.Success;
    }

    internal static void Show(Output to, ChildView child)
    {
        Row(to, "name", Plain.Text(child.Name));
        Row(to, "state", to.Paint(Plain.Text(child.State), Sgr.OfState(child.State)) + (child.IsPinned ? " (by hand)" : ""));
        Row(to, "why", Plain.Text(child.Cause));
        Row(to, "endpoint", ChildText.Endpoint(child.Endpoint));
        Row(to, "pid", child.Pid?.ToString(CultureInfo.InvariantCulture));
        Row(to, "run", child.Run.ToString(CultureInfo.InvariantCulture));
        Row(to, "restarts", child.Restarts.ToString(CultureInfo.InvariantCulture));
        Row(to, "uptime", child.UptimeSeconds is { } up ? Human.Since(up) : null);
        Row(to, "health", child.Health == "unknown" ? null : child.Health);
        Row(to, "update", child.Update == "none" ? null : child.Update);
        Row(to, "status", child.Status is { } status ? Plain.Text(status) : null);
        Row(to, "leases", child.Leases > 0 ? child.Leases.ToString(CultureInfo.InvariantCulture) : null);
        Row(to, "next", ChildText.Next(child));
        Row(to, "last exit", child.LastExit is { } exit ? ChildText.Exit(exit) : null);
        Row(to, "origin", child.Origin switch { "file" => "the configuration file", "unknown" => null, _ => "started by hand" });
        Failure(to, "last error", child.LastError);
        Failure(to, "update", child.UpdateFailure);
        Spec(to, child.Spec);
        Transitions(to, child.Transitions ?? []);
    }

    private static void Row(Output to, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            to.Line($"{to.Paint(key.PadRight(KeyWidth), Sgr.Faint)}{value}");
    }

    private static void Failure(Output to, string key, FailureView? failure)
    {
        if (failure is null)
            return;
        Row(to, key, Plain.Text(failure.Message));
        foreach (string line in failure.Errors ?? [])
            to.Line($"{new string(' ', KeyWidth)}- {Plain.Text(line)}");
        foreach (string line in failure.Stderr ?? [])
            to.Line($"{new string(' ', KeyWidth)}{to.Paint("|", Sgr.Red)} {Plain.Printed(line)}");
    }

    private static void Spec(Output to, JsonObject? spec)
    {
        string key = "spec";
        foreach ((string name, JsonNode? value) in spec ?? [])
        {
            if (value is null)
                continue;
            Row(to, key, $"{Plain.Text(name)} = {Plain.Text(value is JsonValue text && text.TryGetValue(out string? plain) ? plain : Json(value))}");
            key = " ";
        }
    }

    // Quotes and angle brackets as they are: this is no web page.
    private static string Json(JsonNode value)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            value.WriteTo(writer);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Transitions(Output to, IReadOnlyList<TransitionView> transitions)
    {
        string key = "history";
        foreach (TransitionView change in transitions.TakeLast(MostTransitions))
        {
            Row(to, key, $"{Clock.Of(change.At)}  run {change.Run}  {Plain.Text(change.From)} -> {Plain.Text(change.To)}  {Plain.Text(change.Cause)}".TrimEnd());
            key = " ";
        }
    }
}
