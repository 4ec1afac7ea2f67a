namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Rest.Refusals;

/// <summary>A right that a user lacks, as the API server names it.</summary>
internal sealed record MissingRight(string User, string Verb, string Resource, string Group, string? Namespace, string? Name)
{
    /// <summary>The line that asks the cluster for this very right.</summary>
    public string Command
    {
        get
        {
            var (resource, subresource) = Resource.Split('/', 2) is [var first, var second] ? (first, second) : (Resource, null);
            return $"kubectl auth can-i {Verb} {(Group.Length == 0 ? resource : $"{resource}.{Group}")}"
                + (Name is null ? "" : $"/{Name}")
                + (subresource is null ? "" : $" --subresource={subresource}")
                + (Namespace is null ? "" : $" -n {Namespace}");
        }
    }

    /// <summary>For messages: <c>list pods in namespace "shop"</c>.</summary>
    public override string ToString() =>
        $"{Verb} {Resource}{(Group.Length == 0 ? "" : $" of {Group}")}{(Namespace is null ? " in the whole cluster" : $" in namespace \"{Namespace}\"")}";
}
