using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Router.Hops;

namespace AgentSandbox.Orchestration.Plans.Steps.Requests;

/// <summary>The hops of a request as evidence.</summary>
internal static class HopEvidence
{
    private const int MaxHops = 100;

    /// <summary>Makes the evidence.</summary>
    /// <param name="title">What the hops show.</param>
    /// <param name="weight">How telling they are.</param>
    /// <param name="hops">The hops.</param>
    /// <param name="redact">Removes secrets; paths may hold some.</param>
    public static Evidence Of(string title, int weight, IReadOnlyList<Hop> hops, Func<string, string> redact) => new()
    {
        Kind = EvidenceKind.Hops,
        Title = redact(title),
        Weight = weight,
        Lines = [.. hops.Take(MaxHops).Select(hop => redact(Line(hop))), .. hops.Count > MaxHops ? [$"… and {hops.Count - MaxHops} more"] : Array.Empty<string>()],
        Data = Data(hops),
    };

    /// <summary>The array that reports draw, and that plans look into as <c>$.hops</c>.</summary>
    /// <param name="hops">The hops.</param>
    public static JsonElement Data(IReadOnlyList<Hop> hops) => JsonSerializer.SerializeToElement(new JsonArray([.. hops.Take(MaxHops).Select(Node)]));

    private static JsonObject Node(Hop hop) => new()
    {
        ["service"] = hop.Service,
        ["answeredBy"] = Answerer(hop),
        ["sandbox"] = hop.Sandbox,
        ["revision"] = hop.Revision,
        ["status"] = hop.Status,
        ["milliseconds"] = hop.Duration is { } duration ? Math.Round(duration.TotalMilliseconds, 1) : null,
        ["hasKey"] = hop.Key is not null,
    };

    private static string Line(Hop hop) => string.Create(
        CultureInfo.InvariantCulture,
        $"{hop.Service}: {hop.Method} {hop.Path} → {Who(hop)}, {hop.Status?.ToString(CultureInfo.InvariantCulture) ?? "no status"}{(hop.Duration is { } duration ? $", {duration.TotalMilliseconds:0.#} ms" : "")}{(hop.Key is null ? ", without key" : "")}{(hop.ErrorCode is { } code ? $", {code}" : "")}");

    private static string Who(Hop hop) => hop.AnsweredBy == HopAnswer.Fork ? $"fork, revision {hop.Revision}" : Answerer(hop);

    private static string Answerer(Hop hop) => hop.AnsweredBy switch
    {
        HopAnswer.Fork => "fork",
        HopAnswer.Baseline => "baseline",
        HopAnswer.Router => "router",
        _ => "pending",
    };
}
