using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest.Refusals;

/// <summary>What the API says when it does not do what was asked. Its words come from elsewhere: bounded, on one line.</summary>
internal sealed record ApiStatus
{
    private const int MaxMessage = 600;
    private const int MaxCauses = 20;

    public required int Code { get; init; }

    /// <summary>The API's word, such as <c>AlreadyExists</c>; empty when something else answered.</summary>
    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    public JsonObject? Details { get; init; }

    /// <summary>Whether the answer is one of a Kubernetes API at all.</summary>
    public bool IsApi { get; init; }

    /// <summary>The single things that are wrong, as <c>field: message</c>.</summary>
    public IReadOnlyList<string> Causes => [.. Details.ObjectsAt("causes").Take(MaxCauses)
        .Select(cause => (place: cause.TextAt("field") ?? "", message: cause.TextAt("message") ?? cause.TextAt("reason") ?? ""))
        .Select(cause => Plain(cause.place.Length == 0 ? cause.message : $"{cause.place}: {cause.message}"))];

    public static ApiStatus Parse(int code, string text)
    {
        try
        {
            if (JsonNode.Parse(text) is JsonObject node && node.TextAt("kind") == "Status")
            {
                return Of(node, code);
            }
        }
        catch (JsonException)
        {
            // Not the API, or not its JSON: the text itself is the fact.
        }

        return new ApiStatus { Code = code, Message = Plain(text) };
    }

    /// <summary>A <c>Status</c> object, also out of a watch.</summary>
    public static ApiStatus Of(JsonObject status, int code) => new()
    {
        Code = status.NumberAt("code") ?? code,
        Reason = status.TextAt("reason") ?? "",
        Message = Plain(status.TextAt("message") ?? ""),
        Details = status.ObjectAt("details"),
        IsApi = true,
    };

    private static string Plain(string text)
    {
        var line = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)).Trim();
        return line.Length <= MaxMessage ? line : line[..MaxMessage] + "…";
    }
}
