namespace AgentSandbox.Orchestration.Engines.Kubernetes.Routing.Tables;

/// <summary>Which replica of the operator gives out tables.</summary>
/// <param name="IsHere">This one.</param>
/// <param name="Elsewhere">The address of the other one, such as <c>http://10.0.0.7:9900</c>; null while none is known.</param>
internal readonly record struct TableOwner(bool IsHere, Uri? Elsewhere)
{
    public static TableOwner Here { get; } = new(true, null);

    public static TableOwner Unknown { get; }

    public static TableOwner At(Uri address) => new(false, address);
}
