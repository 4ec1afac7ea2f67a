using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Cloning;

/// <summary>Writes the wishes of a fork into the copy of a pod template.</summary>
internal static class TemplateChanges
{
    public const string NameVariable = "SANDBOX_NAME";
    public const string KeyVariable = "SANDBOX_KEY";

    /// <summary>True when a wish is for one container, which must then be known.</summary>
    public static bool NeedContainer(ForkSpec fork) =>
        fork.Environment.Count > 0
        || fork.Workload is { } wish && (wish.Container is not null || wish.Image is not null || wish.Command is not null || wish.Args is not null || wish.Requests.Count > 0 || wish.Limits.Count > 0);

    /// <summary>Tells every container, also those that run first and beside, which sandbox it is in.</summary>
    public static void SetIdentity(JsonObject pod, string sandbox)
    {
        foreach (var container in pod.ObjectsAt("spec", "containers").Concat(pod.ObjectsAt("spec", "initContainers")))
        {
            // In front, because a variable can refer only to those before it.
            SetVariable(container, KeyVariable, sandbox, atFront: true);
            SetVariable(container, NameVariable, sandbox, atFront: true);
        }
    }

    public static void Apply(JsonObject container, ForkWorkloadSpec? wish, IReadOnlyDictionary<string, string> environment)
    {
        foreach (var (name, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            SetVariable(container, name, value, atFront: false);
        }

        if (wish is null)
        {
            return;
        }

        if (wish.Image is not null)
        {
            container["image"] = wish.Image;
        }

        if (wish.Command is not null)
        {
            // As in a pod: arguments of the baseline's image mean nothing to another command.
            container["command"] = wish.Command.ToJson();
            container.Remove("args");
        }

        if (wish.Args is not null)
        {
            container["args"] = wish.Args.ToJson();
        }

        Merge(container, "requests", wish.Requests);
        Merge(container, "limits", wish.Limits);
    }

    private static void Merge(JsonObject container, string part, IReadOnlyDictionary<string, string> quantities)
    {
        if (quantities.Count == 0)
        {
            return;
        }

        var target = container.Ensure("resources").Ensure(part);
        foreach (var (name, quantity) in quantities.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            target[name] = quantity;
        }
    }

    private static void SetVariable(JsonObject container, string name, string value, bool atFront)
    {
        var variable = new JsonObject { ["name"] = name, ["value"] = value };
        if (container.At("env") is not JsonArray list)
        {
            container["env"] = new JsonArray(variable);
            return;
        }

        var index = list.ToList().FindIndex(item => item.TextAt("name") == name);
        if (index >= 0)
        {
            list[index] = variable; // as a whole: a value beside the baseline's valueFrom would be refused
        }
        else
        {
            list.Insert(atFront ? 0 : list.Count, variable);
        }
    }
}
