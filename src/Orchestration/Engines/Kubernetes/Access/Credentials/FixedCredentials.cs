using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>Credentials that are what they are, such as a caller's own token.</summary>
internal sealed class FixedCredentials(Credential credential) : ICredentialSource
{
    public static FixedCredentials None { get; } = new(Credential.None);

    public static FixedCredentials Bearer(string token) => new(new Credential("Bearer " + token.Trim(), null));

    public Task<Result<Credential>> GetAsync(CancellationToken cancellationToken) =>
        Task.FromResult<Result<Credential>>(credential.Authorization is { } text && text.Any(character => character is < ' ' or > '~')
            ? new SandboxFailure
            {
                Code = FailureCodes.CredentialsRefused,
                Category = FailureCategory.User,
                Message = "The token holds characters that no token has, so it was not sent.",
                Hint = "Give the token alone, without line breaks.",
            }
            : credential);

    public bool Refuse(Credential credential) => false;
}
