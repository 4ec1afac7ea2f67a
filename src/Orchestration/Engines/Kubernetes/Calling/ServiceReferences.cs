using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

/// <summary>Which Services the pods of a service are told to call: those whose addresses are in their variables and arguments. Pure.</summary>
internal static partial class ServiceReferences
{
    /// <summary>Names of Services, without that of the pods themselves.</summary>
    /// <param name="pods">The pods behind the service.</param>
    /// <param name="service">The service.</param>
    /// <param name="namespace">Where they are.</param>
    /// <param name="known">The Services of the namespace.</param>
    public static IReadOnlySet<string> Of(IEnumerable<JsonObject> pods, string service, string @namespace, IReadOnlySet<string> known) => pods
        .SelectMany(pod => pod.ObjectsAt("spec", "containers"))
        .SelectMany(container => container.ObjectsAt("env").Select(entry => entry.TextAt("value")).Concat(container.ListAt("args")).Concat(container.ListAt("command")))
        .OfType<string>()
        .SelectMany(text => Host().Matches(text))
        .Select(match => match.Groups["host"].Value.Split('.'))
        .Where(labels => labels.Length == 1 || labels[1] == @namespace)
        .Select(labels => labels[0])
        .Where(name => name != service && known.Contains(name))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>A host is what stands behind a scheme or before a port: a bare word may be anything.</summary>
    [GeneratedRegex(@"(?:://(?:[^/@\s]*@)?(?<host>[a-z0-9.-]+))|(?:(?<![a-z0-9.:/-])(?<host>[a-z][a-z0-9.-]*):[0-9]{1,5}(?![0-9]))", RegexOptions.CultureInvariant)]
    private static partial Regex Host();
}
