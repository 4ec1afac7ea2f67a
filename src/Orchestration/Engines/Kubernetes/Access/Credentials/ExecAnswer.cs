using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>What a credential plugin printed.</summary>
internal sealed class ExecAnswer
{
    private ExecAnswer(Credential credential, DateTimeOffset? expires) => (Credential, Expires) = (credential, expires);

    public Credential Credential { get; }

    public DateTimeOffset? Expires { get; }

    /// <summary>Reads an <c>ExecCredential</c>; the second value says what is wrong with it, and never shows what was printed.</summary>
    public static (ExecAnswer? Answer, string Wrong) Read(string output, string apiVersion)
    {
        JsonNode? answer;
        try
        {
            answer = JsonNode.Parse(output);
        }
        catch (JsonException)
        {
            return (null, "it printed no JSON");
        }

        if (answer.TextAt("kind") != "ExecCredential")
        {
            return (null, "it printed no ExecCredential");
        }

        if (answer.TextAt("apiVersion") != apiVersion)
        {
            return (null, $"it answered in {Short(answer.TextAt("apiVersion"))}, and the kubeconfig says {apiVersion}");
        }

        return ReadStatus(answer.ObjectAt("status"));
    }

    private static (ExecAnswer? Answer, string Wrong) ReadStatus(JsonObject? status)
    {
        var token = status.TextAt("token");
        var (certificate, key) = (status.TextAt("clientCertificateData"), status.TextAt("clientKeyData"));
        if (string.IsNullOrEmpty(token) && string.IsNullOrEmpty(certificate))
        {
            return (null, "its answer has neither a token nor a client certificate");
        }

        if (string.IsNullOrEmpty(certificate) != string.IsNullOrEmpty(key))
        {
            return (null, "its answer has only one of client certificate and key");
        }

        try
        {
            var pair = string.IsNullOrEmpty(certificate) ? null : ClientCertificate.FromPem(certificate, key ?? "");
            return (new ExecAnswer(new Credential(string.IsNullOrEmpty(token) ? null : "Bearer " + token.Trim(), pair), status.TimeAt("expirationTimestamp")), "");
        }
        catch (CryptographicException exception)
        {
            return (null, $"its client certificate cannot be used: {exception.Message}");
        }
    }

    private static string Short(string? text) => text is null ? "no version" : text.Length <= 60 ? text : text[..60];
}
