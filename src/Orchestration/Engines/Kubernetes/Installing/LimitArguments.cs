using System.Globalization;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Installing;

/// <summary>The limits as arguments of the operator, where an installation keeps them.</summary>
internal static class LimitArguments
{
    public const string SandboxesPerOwner = "--max-sandboxes-per-owner";
    public const string ForksPerSandbox = "--max-forks-per-sandbox";
    public const string ReplicasPerFork = "--max-replicas-per-fork";

    public static IEnumerable<string> Write(SandboxLimits limits)
    {
        (string Name, int? Limit)[] all = [(SandboxesPerOwner, limits.SandboxesPerOwner), (ForksPerSandbox, limits.ForksPerSandbox), (ReplicasPerFork, limits.ReplicasPerFork)];
        return all.Where(pair => pair.Limit is not null).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Name}={pair.Limit}"));
    }

    public static SandboxLimits Read(IReadOnlyList<string> arguments) => new()
    {
        SandboxesPerOwner = Find(arguments, SandboxesPerOwner),
        ForksPerSandbox = Find(arguments, ForksPerSandbox),
        ReplicasPerFork = Find(arguments, ReplicasPerFork),
    };

    private static int? Find(IReadOnlyList<string> arguments, string name) =>
        arguments.FirstOrDefault(argument => argument.StartsWith(name + "=", StringComparison.Ordinal)) is { } found
        && int.TryParse(found.AsSpan(name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;
}
