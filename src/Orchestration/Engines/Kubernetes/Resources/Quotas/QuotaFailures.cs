using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;

/// <summary>What it means that the operator accepts no more.</summary>
internal static class QuotaFailures
{
    private const string OwnerHint = "Delete one of them with delete_sandbox, or ask whoever runs the operator for more ('agent-sandbox install --max-sandboxes-per-owner').";
    private const int MaxNames = 10;

    public static bool IsQuota(string? code) => code is FailureCodes.OwnerQuotaExceeded or FailureCodes.ForkLimitExceeded;

    public static SandboxFailure Owner(string owner, int limit, IReadOnlyList<string> names) => Of(
        FailureCodes.OwnerQuotaExceeded,
        string.Create(CultureInfo.InvariantCulture, $"'{owner}' has {names.Count} sandboxes of at most {limit}: {string.Join(", ", names.Order(StringComparer.Ordinal).Take(MaxNames))}{(names.Count > MaxNames ? ", …" : "")}."),
        OwnerHint);

    public static SandboxFailure Forks(string sandbox, string service, int limit) => Of(
        FailureCodes.ForkLimitExceeded,
        string.Create(CultureInfo.InvariantCulture, $"The fork of '{service}' is one too many: the sandbox '{sandbox}' may have {limit}."),
        "Delete another fork of it with delete_sandbox and 'service', or ask whoever runs the operator for more ('agent-sandbox install --max-forks-per-sandbox').");

    public static SandboxFailure Replicas(string service, int replicas, int limit) => Of(
        FailureCodes.ForkLimitExceeded,
        string.Create(CultureInfo.InvariantCulture, $"The fork of '{service}' asks for {replicas} pods, of at most {limit}."),
        "Ask for fewer 'replicas', or ask whoever runs the operator for more ('agent-sandbox install --max-replicas-per-fork').");

    /// <summary>The refusal of a sandbox as a whole, as the operator has written it into its status; null when there is none.</summary>
    public static SandboxFailure? Of(JsonObject resource)
    {
        var accepted = resource.ObjectsAt("status", "conditions").FirstOrDefault(condition => condition.TextAt("type") == "Accepted");
        if (accepted.TextAt("status") != "False" || accepted.TextAt("reason") != FailureCodes.OwnerQuotaExceeded)
        {
            return null;
        }

        var words = accepted.TextAt("message") ?? "";
        return Of(FailureCodes.OwnerQuotaExceeded, words.EndsWith(OwnerHint, StringComparison.Ordinal) ? words[..^OwnerHint.Length].TrimEnd() : words, OwnerHint);
    }

    private static SandboxFailure Of(string code, string message, string hint) => new() { Code = code, Category = FailureCategory.User, Message = message, Hint = hint };
}
