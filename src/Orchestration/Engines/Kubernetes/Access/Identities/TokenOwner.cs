using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Identities;

/// <summary>Finds out whose a bearer token is, with the token's own rights.</summary>
/// <remarks>
/// Since Kubernetes 1.28 a SelfSubjectReview tells. Before, whoever asks for one is refused by name, since nobody but an
/// administrator may; and an administrator's name is read in the token itself, which the server has accepted by then. So
/// no right of ours to review tokens is needed, and a token that the server refuses never gets so far.
/// </remarks>
internal static partial class TokenOwner
{
    private const string Review = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private const int MaxName = 200;

    /// <summary>The user's name; or <c>credentials_refused</c> for a token that the server does not take.</summary>
    /// <param name="api">The cluster, by that token.</param>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Result<string>> FindAsync(IKubernetesApi api, string token, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["apiVersion"] = "authentication.k8s.io/v1", ["kind"] = "SelfSubjectReview" };
        var told = await api.ReviewAsync(Review, body, cancellationToken);
        return told switch
        {
            { IsSuccess: true } => Cut(told.Value.TextAt("status", "userInfo", "username") ?? OfToken(token)),
            { Failure.Code: FailureCodes.Forbidden } => Cut(RefusedUser().Match(told.Failure.Message) is { Success: true } match ? match.Groups["user"].Value : OfToken(token)),
            { Failure.Code: FailureCodes.ObjectNotFound } => Cut(OfToken(token)),
            _ => told.Failure,
        };
    }

    /// <summary>The subject of a JSON Web Token; of any other token something that tells it from others and tells nothing of it.</summary>
    internal static string OfToken(string token)
    {
        try
        {
            if (token.Split('.') is [_, var payload, _] && JsonNode.Parse(Decode(payload)).TextAt("sub") is { Length: > 0 } subject)
            {
                return subject;
            }
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            // No such token.
        }

        return $"token-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))[..12]}";
    }

    private static byte[] Decode(string part)
    {
        var padded = part.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
    }

    private static string Cut(string name) => name.Length <= MaxName ? name : name[..MaxName];

    [GeneratedRegex(@"^The user ""(?<user>[^""]+)"" may not ")]
    private static partial Regex RefusedUser();
}
