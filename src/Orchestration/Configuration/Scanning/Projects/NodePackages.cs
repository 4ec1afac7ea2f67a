using System.Text.Json;

namespace AgentSandbox.Orchestration.Configuration.Scanning.Projects;

/// <summary>Finds Node packages that can be started.</summary>
internal static class NodePackages
{
    private static readonly string[] s_startScripts = ["start", "serve", "dev"];

    public static void Scan(DraftBuilder draft)
    {
        foreach (var file in draft.Tree.Named("package.json"))
        {
            var folder = RepositoryTree.FolderOf(file);
            if (draft.AtFolder(folder) is not null)
            {
                continue;
            }

            if (JsonFiles.Parse(draft.Tree.ReadText(file) ?? "") is not { } package)
            {
                draft.Note(file, "It is not valid JSON and was passed over.");
            }
            else if (JsonFiles.Member(package, "workspaces") is not null || draft.Tree.Has(RepositoryTree.Combine(folder, "pnpm-workspace.yaml")))
            {
                draft.Note(file, "It is the root of workspaces; each package that can be started becomes a service.");
            }
            else if (StartScript(package) is { } script)
            {
                draft.Add(ServiceOf(draft.Tree, file, folder, package, script));
            }
        }
    }

    private static DraftService ServiceOf(RepositoryTree tree, string file, string folder, JsonElement package, string script)
    {
        var (manager, install) = Manager(tree, folder);
        var hasBuild = Script(package, "build") is not null && script != "dev";
        var isVite = script == "dev" && (Script(package, script) ?? "").Contains("vite", StringComparison.Ordinal);
        var name = JsonFiles.Text(package, "name") is { Length: > 0 } own ? own[(own.LastIndexOf('/') + 1)..] : null;
        return new DraftService
        {
            Name = name is null ? ServiceNames.FromFolder(folder, tree.Root) : ServiceNames.From(name),
            Origin = file,
            Source = folder,
            Build = hasBuild ? $"{install} && {manager} run build" : install,
            Run = isVite ? $"{manager} run {script} -- --port ${{port}} --host 127.0.0.1" : $"{manager} run {script}",
            Shell = hasBuild,
            Environment = new Dictionary<string, string> { ["PORT"] = "${port}", ["HOST"] = "127.0.0.1" },
            Checks = [isVite ? "the script must pass on --port" : "the service must listen on PORT of 127.0.0.1; add \"health\" if it has such a path"],
        };
    }

    private static (string Manager, string Install) Manager(RepositoryTree tree, string folder)
    {
        for (var at = folder; ; at = RepositoryTree.FolderOf(at))
        {
            (string File, string Manager, string Install)[] locks =
            [
                ("pnpm-lock.yaml", "pnpm", "pnpm install --frozen-lockfile"),
                ("yarn.lock", "yarn", "yarn install --frozen-lockfile"),
                ("package-lock.json", "npm", "npm ci"),
            ];
            if (locks.FirstOrDefault(candidate => tree.Has(RepositoryTree.Combine(at, candidate.File))) is { File: not null } found)
            {
                return (found.Manager, found.Install);
            }

            if (at == ".")
            {
                return ("npm", "npm install");
            }
        }
    }

    private static string? StartScript(JsonElement package) => s_startScripts.FirstOrDefault(script => Script(package, script) is not null);

    private static string? Script(JsonElement package, string name)
        => JsonFiles.Member(package, "scripts") is { } scripts ? JsonFiles.Text(scripts, name) : null;
}
