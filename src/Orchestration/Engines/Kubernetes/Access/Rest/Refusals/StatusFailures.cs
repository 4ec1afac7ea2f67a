using System.Globalization;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest.Refusals;

/// <summary>Turns an answer of the API into a failure of this program.</summary>
internal static partial class StatusFailures
{
    public static SandboxFailure From(ApiRequest request, ApiStatus status, Credential credential, string description, TimeSpan? retryAfter, DateTimeOffset now) => status.Code switch
    {
        401 => Unknown(credential, description, now),
        403 => Forbidden(request, status),
        404 => Missing(request, status),
        409 when status.Reason == "AlreadyExists" => Exists(request, status),
        409 => Changed($"The cluster did not {request}, because it was changed meanwhile: {status.Message}", "Read it again, then repeat the change on what it is now.", status),
        410 => Changed($"The cluster no longer knows the version from which to {request}: {status.Message}", "List again and go on from there.", status),
        429 or >= 500 => Busy(request, status, retryAfter),
        _ => Refused(request, status),
    };

    private static SandboxFailure Unknown(Credential credential, string description, DateTimeOffset now) => new()
    {
        Code = FailureCodes.CredentialsRefused,
        Category = FailureCategory.User,
        Message = credential.Certificate is { } certificate && certificate.NotAfter < now
            ? string.Create(CultureInfo.InvariantCulture, $"The cluster ({description}) does not know the user: the client certificate ended on {certificate.NotAfter:yyyy-MM-dd HH:mm} UTC.")
            : $"The cluster ({description}) does not know the user: it refused {credential}.",
        Hint = "Log in to the cluster again, then repeat the call; \"kubectl get --raw /version\" shows whether it worked.",
    };

    private static SandboxFailure Forbidden(ApiRequest request, ApiStatus status)
    {
        if (RightPattern().Match(status.Message) is { Success: true } match)
        {
            return MissingRight(new MissingRight(
                match.Groups["user"].Value,
                match.Groups["verb"].Value,
                match.Groups["resource"].Value,
                match.Groups["group"].Value,
                match.Groups["namespace"] is { Success: true, Value: var space } ? space : null,
                match.Groups["verb"].Value == request.Verb && request.Verb != "create" ? request.Name : null));
        }

        if (PathPattern().Match(status.Message) is { Success: true } path)
        {
            var (user, verb, what) = (path.Groups["user"].Value, path.Groups["verb"].Value, path.Groups["path"].Value);
            return Denied($"The user \"{user}\" may not {verb} the path \"{what}\" of the cluster.", $"Ask for this right; \"kubectl auth can-i {verb} {what}\" tells when it is there.");
        }

        // A quota, a policy or a webhook also says 403: no right is missing, the object is not wanted.
        return status.IsApi && request.Method != HttpMethod.Get
            ? Refused(request, status)
            : Denied($"The cluster does not let the user {request}: {status.Message}", $"Ask for this right; \"kubectl auth can-i {request.Verb} {request.Kind}\" tells when it is there.");
    }

    private static SandboxFailure MissingRight(MissingRight right) => Denied(
        $"The user \"{right.User}\" may not {right}.",
        $"Ask for this right; \"{right.Command}\" tells when it is there.");

    private static SandboxFailure Denied(string message, string hint) => new()
    {
        Code = FailureCodes.Forbidden,
        Category = FailureCategory.User,
        Message = message,
        Hint = hint,
    };

    private static SandboxFailure Missing(ApiRequest request, ApiStatus status)
    {
        if (status.Details.TextAt("name") is { Length: > 0 } name)
        {
            var kind = status.Details.TextAt("kind");
            return NotFound(
                $"The cluster has no {(string.IsNullOrEmpty(kind) ? request.Kind?.ToString() : kind)} \"{name}\"{In(request, kind)}.",
                kind == "namespaces" ? "Check the namespace, or create it." : "Check name and namespace.");
        }

        if (request.Kind is not { } missing)
        {
            return NotFound($"The cluster does not serve {request}.", "Check the path and the cluster's version.");
        }

        return NotFound(
            $"The cluster has no kind {missing.Kind} ({missing.ApiVersion}).",
            missing.Group == KnownNames.Group ? "Install it with \"agent-sandbox install\", or let somebody with the right to do it." : $"Install what defines {missing.Kind}, or use a cluster that has it.");
    }

    private static string In(ApiRequest request, string? kind) => request.Namespace is null || kind == "namespaces" ? "" : $" in namespace \"{request.Namespace}\"";

    private static SandboxFailure NotFound(string message, string hint) => new()
    {
        Code = FailureCodes.ObjectNotFound,
        Category = FailureCategory.User,
        Message = message,
        Hint = hint,
    };

    private static SandboxFailure Exists(ApiRequest request, ApiStatus status) => new()
    {
        Code = FailureCodes.ObjectExists,
        Category = FailureCategory.User,
        Message = $"The cluster did not {request}: {status.Message}.",
        Hint = "Choose another name, or change the object that is there.",
    };

    private static SandboxFailure Changed(string message, string hint, ApiStatus status) => new()
    {
        Code = FailureCodes.ObjectChanged,
        Category = FailureCategory.Environment,
        Message = message.EndsWith('.') ? message : message + ".",
        Hint = hint,
        Evidence = status.Causes,
        Retryable = true,
    };

    private static SandboxFailure Refused(ApiRequest request, ApiStatus status) => new()
    {
        Code = FailureCodes.ClusterRefused,
        Category = FailureCategory.User,
        Message = $"The cluster did not {request} ({status.Code}): {(status.Message.Length == 0 ? "it gave no reason" : status.Message)}.".Replace("..", ".", StringComparison.Ordinal),
        Hint = status.Causes is [var first, ..] ? $"Correct {first}" : "Correct what it says, then repeat the call.",
        Evidence = status.Causes,
    };

    private static SandboxFailure Busy(ApiRequest request, ApiStatus status, TimeSpan? retryAfter) => new()
    {
        Code = FailureCodes.ClusterBusy,
        Category = FailureCategory.Environment,
        Message = $"The cluster did not {request} and answered {status.Code}{(status.Message.Length == 0 ? "" : $": {status.Message}")}.",
        Hint = request.IsRepeatable ? "Try again later." : "Look whether the change was made, then try again later.",
        Retryable = true,
        RetryAfter = retryAfter ?? TimeSpan.FromSeconds(5),
    };

    [GeneratedRegex("""User "(?<user>[^"]*)" cannot (?<verb>\S+) resource "(?<resource>[^"]+)" in API group "(?<group>[^"]*)"(?: in the namespace "(?<namespace>[^"]*)")?""")]
    private static partial Regex RightPattern();

    [GeneratedRegex(@"User ""(?<user>[^""]*)"" cannot (?<verb>\S+) path ""(?<path>[^""]+)""")]
    private static partial Regex PathPattern();
}
