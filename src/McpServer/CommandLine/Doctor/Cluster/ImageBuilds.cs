using AgentSandbox.Orchestration.Configuration;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Processes;

namespace AgentSandbox.McpServer.CommandLine.Doctor.Cluster;

/// <summary>Whether the programs that make images of edited trees are on this machine.</summary>
internal static class ImageBuilds
{
    public static IEnumerable<Finding> Look(SandboxConfiguration configuration)
    {
        foreach (var service in configuration.Services.Values.Where(service => service.Kind == ServiceKind.Process).OrderBy(service => service.Name, StringComparer.Ordinal))
        {
            if (service.ImageBuild is not { } build)
            {
                yield return new($"image of {service.Name}", Severity.Note, "nothing says how an edited tree becomes one.", "Add 'image: { build: … }' to the service, or deploy with an image.");
            }
            else if (ProgramOf(build) is { } program && ProgramPath.Resolve(program, WorkingDirectory(program), MinimalEnvironment.FromCurrent(), out var path) is var missing)
            {
                yield return missing is null
                    ? new($"image of {service.Name}", Severity.Fine, $"built with {path}")
                    : new($"image of {service.Name}", Severity.Wrong, missing.Message, $"Install it, or correct 'image.build' of the service '{service.Name}'.");
            }
        }
    }

    /// <summary>Null where it cannot be told before the build: a script of the shell, a name with placeholders, a file of the tree.</summary>
    private static string? ProgramOf(CommandConfiguration build) =>
        build is { Shell: false, Words: [{ Source: var first }, ..] } && !first.Contains("${", StringComparison.Ordinal) && (Path.IsPathRooted(first) || !first.Contains('/', StringComparison.Ordinal)) ? first : null;

    private static string WorkingDirectory(string program) => Path.IsPathRooted(program) ? "/" : AppContext.BaseDirectory;
}
