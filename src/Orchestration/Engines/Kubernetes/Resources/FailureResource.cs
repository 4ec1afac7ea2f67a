using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>A failure in a status, bounded by <see cref="ResourceLimits"/>.</summary>
internal static class FailureResource
{
    public static JsonObject? Write(SandboxFailure? failure)
    {
        if (failure is null)
        {
            return null;
        }

        var entry = new JsonObject
        {
            ["code"] = failure.Code,
            ["category"] = failure.Category.ToString(),
            ["message"] = Cut(failure.Message, ResourceLimits.Message),
            ["hint"] = Cut(failure.Hint, ResourceLimits.Message),
            ["evidence"] = failure.Evidence.TakeLast(ResourceLimits.Lines).Select(line => Cut(line, ResourceLimits.Line)).ToJson(),
            ["retryable"] = failure.Retryable,
        };
        if (failure.RetryAfter is { } wait)
        {
            entry["retryAfterSeconds"] = (int)Math.Clamp(Math.Ceiling(wait.TotalSeconds), 0, 86400);
        }

        return entry;
    }

    public static SandboxFailure? Read(JsonObject? entry) => entry.TextAt("code") is { } code && entry.TextAt("message") is { } message
        ? new SandboxFailure
        {
            Code = code,
            Category = Enum.TryParse<FailureCategory>(entry.TextAt("category"), out var category) ? category : FailureCategory.Environment,
            Message = message,
            Hint = entry.TextAt("hint") ?? "",
            Evidence = entry.ListAt("evidence"),
            Retryable = entry.FlagAt("retryable"),
            RetryAfter = entry.NumberAt("retryAfterSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        }
        : null;

    public static string Cut(string text, int length) => text.Length <= length ? text : text[..length] + "…";
}
