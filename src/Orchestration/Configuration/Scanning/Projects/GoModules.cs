using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Configuration.Scanning.Projects;

/// <summary>Finds the programs of Go modules.</summary>
internal static partial class GoModules
{
    public static void Scan(DraftBuilder draft)
    {
        foreach (var file in draft.Tree.Named("go.mod"))
        {
            var module = RepositoryTree.FolderOf(file);
            var programs = draft.Tree.Named("main.go")
                .Where(main => IsProgramOf(module, RepositoryTree.FolderOf(main)) && ServesPattern().IsMatch(draft.Tree.ReadText(main) ?? ""))
                .ToList();
            foreach (var program in programs.Where(program => draft.AtFolder(RepositoryTree.FolderOf(program)) is null))
            {
                draft.Add(ServiceOf(draft.Tree, program, RepositoryTree.FolderOf(program)));
            }

            if (programs.Count == 0)
            {
                draft.Note(file, "No program with package main was found in the module's folder or below cmd.");
            }
        }
    }

    private static DraftService ServiceOf(RepositoryTree tree, string file, string folder)
    {
        var name = ServiceNames.FromFolder(folder, tree.Root);
        return new DraftService
        {
            Name = name,
            Origin = file,
            Source = folder,
            Build = $"go build -o ./bin/{name} .",
            Run = $"./bin/{name}",
            Environment = new Dictionary<string, string> { ["PORT"] = "${port}" },
            Checks = ["the service must listen on PORT of 127.0.0.1; packages outside of its folder are not part of \"source\""],
        };
    }

    private static bool IsProgramOf(string module, string folder)
        => folder == module
            || RepositoryTree.FolderOf(folder) == RepositoryTree.Combine(module, "cmd")
            || folder == RepositoryTree.Combine(module, "cmd");

    [GeneratedRegex(@"^package main\b", RegexOptions.Multiline)]
    private static partial Regex ServesPattern();
}
