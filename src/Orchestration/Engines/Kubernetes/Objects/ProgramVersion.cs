using System.Reflection;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

/// <summary>Versions of this program, of which several meet in a cluster: the caller's, the operator's, the routers'.</summary>
internal static class ProgramVersion
{
    /// <summary>The version of the running program.</summary>
    public static string Current { get; } = typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    /// <summary>Before 1.0 each minor version may change what programs say to one another; from then on each major one. What cannot be read is not judged.</summary>
    public static bool AreCompatible(string one, string other) =>
        !Version.TryParse(one.Split('-')[0], out var first)
        || !Version.TryParse(other.Split('-')[0], out var second)
        || (first.Major == second.Major && (first.Major > 0 || first.Minor == second.Minor));
}
