using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Configuration.Scanning.Projects;

/// <summary>Finds ASP.NET Core projects.</summary>
internal static partial class DotNetProjects
{
    public static void Scan(DraftBuilder draft)
    {
        foreach (var file in draft.Tree.Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            var project = draft.Tree.ReadText(file) ?? "";
            if (project.Contains("Microsoft.NET.Sdk.Worker", StringComparison.Ordinal))
            {
                draft.Note(file, "A worker without a port is no service by itself; add it by hand if a sandbox must change it.");
            }
            else if (project.Contains("Microsoft.NET.Sdk.Web", StringComparison.Ordinal)
                && !project.Contains("Microsoft.NET.Test.Sdk", StringComparison.Ordinal)
                && !file.EndsWith("Tests.csproj", StringComparison.Ordinal)
                && draft.AtFolder(RepositoryTree.FolderOf(file)) is null)
            {
                draft.Add(ServiceOf(draft.Tree, file, project));
            }
        }
    }

    private static DraftService ServiceOf(RepositoryTree tree, string file, string project)
    {
        var folder = RepositoryTree.FolderOf(file);
        var name = RepositoryTree.NameOf(file)[..^".csproj".Length];
        var inherited = InheritedProperties(tree, folder);
        var framework = Property(project, "TargetFramework") ?? Property(inherited, "TargetFramework");
        var isElsewhere = (project + inherited).Contains("UseArtifactsOutput", StringComparison.Ordinal) || framework is null or { Length: 0 } || framework.Contains('$');
        var assembly = Property(project, "AssemblyName") is { } own && !own.Contains('$') ? own : name;
        var health = Health(tree, folder);
        List<string> checks = [];
        if (health is null)
        {
            checks.Add("no health check was found; ready means that the port accepts a connection");
        }

        if (OtherVariables(tree, folder) is { Count: > 0 } variables)
        {
            checks.Add($"launchSettings.json also sets {string.Join(", ", variables)}; add what the service needs to env");
        }

        return new DraftService
        {
            Name = ServiceNames.From(name),
            Origin = file,
            Source = folder,
            Build = $"dotnet build {Word(RepositoryTree.NameOf(file))} -c Release",
            Run = isElsewhere
                ? $"dotnet run --project {Word(RepositoryTree.NameOf(file))} -c Release --no-build --no-launch-profile"
                : $"dotnet {Word($"bin/Release/{framework}/{assembly}.dll")}",
            Environment = new Dictionary<string, string>
            {
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:${port}",
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
            },
            Health = health,
            Checks = checks,
        };
    }

    private static string Word(string text) => text.Contains(' ') ? $"'{text}'" : text;

    private static string InheritedProperties(RepositoryTree tree, string folder)
    {
        for (var at = folder; ; at = RepositoryTree.FolderOf(at))
        {
            if (tree.ReadText(RepositoryTree.Combine(at, "Directory.Build.props")) is { } properties)
            {
                return properties;
            }

            if (at == ".")
            {
                return "";
            }
        }
    }

    private static string? Property(string project, string name)
        => Regex.Match(project, $@"<{name}>\s*([A-Za-z0-9_.$()-]+)\s*</{name}>", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match
            ? match.Groups[1].Value
            : null;

    private static string? Health(RepositoryTree tree, string folder)
        => tree.In(folder)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
            .Select(file => HealthPattern().Match(tree.ReadText(file) ?? ""))
            .FirstOrDefault(match => match.Success)?.Groups[1].Value;

    private static List<string> OtherVariables(RepositoryTree tree, string folder)
    {
        var settings = tree.ReadText(RepositoryTree.Combine(folder, "Properties/launchSettings.json"));
        if (settings is null || JsonFiles.Parse(settings) is not { } root
            || JsonFiles.Member(root, "profiles") is not { ValueKind: JsonValueKind.Object } profiles)
        {
            return [];
        }

        return [.. profiles.EnumerateObject()
            .Select(profile => JsonFiles.Member(profile.Value, "environmentVariables"))
            .Where(variables => variables is { ValueKind: JsonValueKind.Object })
            .SelectMany(variables => variables!.Value.EnumerateObject().Select(variable => variable.Name)) // the filter above leaves no null
            .Where(name => name is not ("ASPNETCORE_ENVIRONMENT" or "ASPNETCORE_URLS"))
            .Distinct()
            .Take(20)];
    }

    [GeneratedRegex(@"Map(?:HealthChecks|Get)\(\s*""(/(?:health|healthz|ready|readyz|health/[a-z]+|alive))""", RegexOptions.IgnoreCase)]
    private static partial Regex HealthPattern();
}
