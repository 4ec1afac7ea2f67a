using AgentSandbox.Orchestration.Configuration.Reading;
using AgentSandbox.Orchestration.Configuration.Yaml;

namespace AgentSandbox.Orchestration.Configuration.Scanning.Projects;

/// <summary>Takes names, dependencies and known images out of Compose files.</summary>
/// <remarks>Values of <c>environment</c> are left where they are, because they are often passwords; only names are told.</remarks>
internal static class ComposeFiles
{
    private static readonly string[] s_names = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

    public static void Scan(DraftBuilder draft)
    {
        foreach (var file in draft.Tree.Files.Where(file => s_names.Contains(RepositoryTree.NameOf(file))))
        {
            var root = YamlTreeReader.Read(draft.Tree.ReadText(file) ?? "", new ProblemList());
            if (root?.Find("services") is not { Kind: YamlValueKind.Mapping } services)
            {
                draft.Note(file, "No services could be read out of it.");
                continue;
            }

            // What is built gets its Compose name first, so that dependencies can be told by that name.
            var names = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in services.Entries.Where(entry => entry.Value.Find("build") is null))
            {
                AddImage(draft, file, entry, names);
            }

            foreach (var entry in services.Entries.Where(entry => entry.Value.Find("build") is not null))
            {
                Adopt(draft, file, entry, names);
            }

            AddDependencies(draft, services, names);
        }
    }

    private static void AddImage(DraftBuilder draft, string file, YamlEntry entry, Dictionary<string, string> names)
    {
        var image = entry.Value.Find("image")?.Text ?? "";
        var ports = ComposePorts.Of(entry.Value.Find("ports"));
        var standard = KnownImages.PortOf(image);
        var published = ports.FirstOrDefault(port => port.Container == standard) ?? ports.FirstOrDefault();
        if ((published?.Host ?? standard) is not { } port)
        {
            draft.Note(file, $"The service \"{Texts.Shorten(entry.Name)}\" runs an image without a known port; add it by hand if it is needed.");
            return;
        }

        List<string> checks = ["start it yourself, for instance with docker compose; forks share it with the baseline"];
        if (published is null)
        {
            checks.Insert(0, $"Compose does not publish its port; publish {port} or correct the address");
        }

        draft.Add(new DraftService { Name = ServiceNames.From(entry.Name), Origin = file, Tcp = $"localhost:{port}", Checks = checks });
        names[entry.Name] = draft.Services[^1].Name;
    }

    private static void Adopt(DraftBuilder draft, string file, YamlEntry entry, Dictionary<string, string> names)
    {
        var build = entry.Value.Find("build");
        var context = build?.Kind == YamlValueKind.Scalar ? build.Text : build?.Find("context")?.Text ?? ".";
        var folder = FolderOf(RepositoryTree.FolderOf(file), context);
        if (folder is null || draft.AtFolder(folder) is not { } known)
        {
            draft.Note(file, $"The service \"{Texts.Shorten(entry.Name)}\" is built from \"{Texts.Shorten(context)}\", of which no start command was recognised; add it by hand.");
            return;
        }

        var name = ServiceNames.From(entry.Name);
        var isFree = draft.Named(name) is null;
        var variables = VariableNames(entry.Value.Find("environment"));
        var renamed = known with
        {
            Name = isFree ? name : known.Name,
            Checks = variables.Count == 0 ? known.Checks : [.. known.Checks, $"Compose also sets {string.Join(", ", variables)}; add what the service needs to env"],
        };
        draft.Replace(known, renamed);
        names[entry.Name] = renamed.Name;
    }

    private static void AddDependencies(DraftBuilder draft, YamlValue services, Dictionary<string, string> names)
    {
        foreach (var entry in services.Entries)
        {
            var needs = entry.Value.Find("depends_on");
            var listed = needs?.Kind == YamlValueKind.Mapping ? needs.Entries.Select(need => need.Name) : (needs?.Items ?? []).Select(item => item.Text);
            if (names.TryGetValue(entry.Name, out var name) && draft.Named(name) is { Source: not null } service)
            {
                draft.Replace(service, service with { DependsOn = [.. listed.Select(need => names.GetValueOrDefault(need)).OfType<string>()] });
            }
        }
    }

    private static List<string> VariableNames(YamlValue? environment)
    {
        var names = environment?.Kind == YamlValueKind.Mapping
            ? environment.Entries.Select(entry => entry.Name)
            : (environment?.Items ?? []).Select(item => item.Text.Split('=')[0]);
        return [.. names.Select(Texts.Shorten).Take(20)];
    }

    private static string? FolderOf(string folder, string context)
    {
        var segments = new List<string>();
        foreach (var segment in $"{folder}/{context}".Split('/', StringSplitOptions.RemoveEmptyEntries).Where(segment => segment != "."))
        {
            if (segment != "..")
            {
                segments.Add(segment);
            }
            else if (segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
            else
            {
                return null;
            }
        }

        return segments.Count == 0 ? "." : string.Join('/', segments);
    }
}
