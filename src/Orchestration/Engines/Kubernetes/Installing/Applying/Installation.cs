using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing.Applying;

/// <summary>An operator as it is found in a cluster.</summary>
/// <param name="Deployment">Its Deployment.</param>
internal sealed record Installation(JsonObject Deployment)
{
    public string Namespace => Deployment.Namespace();

    public InstallScope Scope => Container.ListAt("args").Contains("--all-namespaces") ? InstallScope.Cluster : InstallScope.Namespace;

    public string Image => Container.TextAt("image") ?? "";

    private JsonObject? Container => Deployment.ObjectsAt("spec", "template", "spec", "containers").FirstOrDefault(container => container.TextAt("name") == KnownNames.OperatorComponent)
        ?? Deployment.ObjectsAt("spec", "template", "spec", "containers").FirstOrDefault();

    public bool LooksAfter(string @namespace) => Scope == InstallScope.Cluster || Namespace == @namespace;

    /// <summary>What the routers are made from, so that they are of the operator's version.</summary>
    public InstallSpec ToSpec(string disruptionBudgetVersion) => new()
    {
        Namespace = Namespace,
        Image = Image,
        PullPolicy = Container.TextAt("imagePullPolicy") ?? "IfNotPresent",
        PullSecret = Deployment.ObjectsAt("spec", "template", "spec", "imagePullSecrets").FirstOrDefault()?.TextAt("name"),
        Scope = Scope,
        Limits = LimitArguments.Read(Container.ListAt("args")),
        DisruptionBudgetVersion = disruptionBudgetVersion,
    };

    public override string ToString() => Scope == InstallScope.Cluster ? $"the operator in namespace '{Namespace}', which looks after all namespaces" : $"the operator of namespace '{Namespace}'";
}
