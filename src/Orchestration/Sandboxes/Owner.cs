namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>Who may change a sandbox: a user, in one working tree.</summary>
/// <param name="User">The user's login name.</param>
/// <param name="Tree">Absolute path of the working tree.</param>
public sealed record Owner(string User, string Tree)
{
    /// <inheritdoc />
    public override string ToString() => $"{User} in {Tree}";
}
