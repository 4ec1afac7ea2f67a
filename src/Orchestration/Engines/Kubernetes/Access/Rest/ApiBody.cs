using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest;

/// <summary>What calls send.</summary>
internal static class ApiBody
{
    /// <summary>The API reads YAML here, and JSON is YAML.</summary>
    public const string Apply = "application/apply-patch+yaml";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, s_plain);

    public static byte[] Of(DeleteOptions options)
    {
        var body = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions", ["propagationPolicy"] = options.Propagation };
        if (options.GraceSeconds is { } seconds)
        {
            body["gracePeriodSeconds"] = seconds;
        }

        var preconditions = new JsonObject();
        if (options.Uid is not null)
        {
            preconditions["uid"] = options.Uid;
        }

        if (options.Version is not null)
        {
            preconditions["resourceVersion"] = options.Version;
        }

        if (preconditions.Count > 0)
        {
            body["preconditions"] = preconditions;
        }

        return Of(body);
    }

    public static string TypeOf(PatchKind kind) => kind switch
    {
        PatchKind.Json => "application/json-patch+json",
        PatchKind.Strategic => "application/strategic-merge-patch+json",
        _ => "application/merge-patch+json",
    };

    public static JsonObject Review(AccessQuestion question)
    {
        var attributes = new JsonObject
        {
            ["verb"] = question.Verb,
            ["group"] = question.Kind.Group,
            ["version"] = question.Kind.ApiVersion[(question.Kind.ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..],
            ["resource"] = question.Kind.Plural,
            ["namespace"] = question.Kind.IsNamespaced ? question.Namespace ?? "" : "",
            ["subresource"] = question.Subresource ?? "",
            ["name"] = question.Name ?? "",
        };
        return new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
        };
    }
}
