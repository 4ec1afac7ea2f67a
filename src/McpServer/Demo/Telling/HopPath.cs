using System.Text.Json;
using Spectre.Console;

namespace AgentSandbox.McpServer.Demo.Telling;

/// <summary>Draws the hops of a request as the way that it took.</summary>
internal static class HopPath
{
    /// <summary>The way from the entry to the last service that matters, for example <c>frontend (baseline) → payments (fork r1)</c>.</summary>
    public static string Draw(IReadOnlyList<JsonElement> hops, IReadOnlyList<string> way) =>
        string.Join(" → ", way.Select(service => Markup(hops.FirstOrDefault(hop => ToolAnswer.TextOf(hop, "service") == service), service)));

    /// <summary>Who answered, in words: <c>fork r1</c> or <c>baseline</c>.</summary>
    public static string AnsweredBy(JsonElement hop)
    {
        var who = ToolAnswer.TextOf(hop, "answered_by") ?? "nobody";
        return ToolAnswer.TextOf(hop, "revision") is { } revision ? $"{who} r{revision}" : who;
    }

    private static string Markup(JsonElement hop, string service)
    {
        if (hop.ValueKind != JsonValueKind.Object)
        {
            return $"[red]{service} (no hop)[/]";
        }

        var who = AnsweredBy(hop);
        var colour = who.StartsWith("fork", StringComparison.Ordinal) ? "bold green" : "blue";
        return $"[{colour}]{Spectre.Console.Markup.Escape($"{service} ({who})")}[/]";
    }
}
