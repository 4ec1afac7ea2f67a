namespace AgentSandbox.Orchestration.Sandboxes;

/// <summary>Who may change a sandbox: a user, in one working tree.</summary>
/// <param name="User">The user's login name.</param>
/// <param name="Tree">Absolute path of the working tree.</param>
public sealed record Owner(string User, string Tree)
{
    /// <summary>
    /// What stands for the tree where a caller has none, so that all that a user does without one has one owner. It is a path
    /// at which nothing is, and no name can be made of it: plans, recordings and names have to be given.
    /// </summary>
    internal const string NoTree = "/-";

    /// <summary>The tree as it is shown; null where there is none.</summary>
    internal string? ShownTree => Tree == NoTree ? null : Tree;

    /// <inheritdoc />
    public override string ToString() => ShownTree is null ? User : $"{User} in {Tree}";
}
