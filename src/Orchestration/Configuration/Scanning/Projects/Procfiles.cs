using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Configuration.Scanning.Projects;

/// <summary>Finds the web processes of Procfiles.</summary>
internal static partial class Procfiles
{
    public static void Scan(DraftBuilder draft)
    {
        foreach (var file in draft.Tree.Named("Procfile"))
        {
            var folder = RepositoryTree.FolderOf(file);
            foreach (Match match in LinePattern().Matches(draft.Tree.ReadText(file) ?? ""))
            {
                Add(draft, file, folder, match.Groups[1].Value, match.Groups[2].Value.Trim());
            }
        }
    }

    private static void Add(DraftBuilder draft, string file, string folder, string type, string command)
    {
        if (type != "web")
        {
            draft.Note(file, $"The process \"{type}\" has no port; add it by hand if a sandbox must change it.");
        }
        else if (draft.AtFolder(folder) is { } known)
        {
            draft.Replace(known, known with { Checks = [.. known.Checks, $"the Procfile starts it otherwise; compare the two (process \"{type}\")"] });
        }
        else
        {
            draft.Add(new DraftService
            {
                Name = ServiceNames.FromFolder(folder, draft.Tree.Root),
                Origin = file,
                Source = folder,
                Run = command.Replace("${", "$${", StringComparison.Ordinal),
                Shell = true,
                Environment = new Dictionary<string, string> { ["PORT"] = "${port}" },
                Checks = ["the service must listen on PORT of 127.0.0.1; add a \"build\" if it needs one"],
            });
        }
    }

    [GeneratedRegex(@"^([A-Za-z0-9_-]{1,50}):[ \t]*([^\r\n]+)", RegexOptions.Multiline)]
    private static partial Regex LinePattern();
}
