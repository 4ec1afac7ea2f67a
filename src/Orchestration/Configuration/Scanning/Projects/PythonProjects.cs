using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Configuration.Scanning.Projects;

/// <summary>Finds Python services that uvicorn, Flask or Django serves.</summary>
internal static partial class PythonProjects
{
    private static readonly string[] s_marks = ["requirements.txt", "pyproject.toml", "manage.py", "Pipfile"];
    private static readonly string[] s_modules = ["main.py", "app.py", "server.py", "wsgi.py", "asgi.py", "app/main.py", "src/main.py", "app/__init__.py"];

    public static void Scan(DraftBuilder draft)
    {
        foreach (var file in draft.Tree.Files.Where(file => s_marks.Contains(RepositoryTree.NameOf(file))))
        {
            var folder = RepositoryTree.FolderOf(file);
            if (draft.AtFolder(folder) is not null)
            {
                continue;
            }

            if (RunOf(draft.Tree, folder) is { } run)
            {
                draft.Add(new DraftService
                {
                    Name = ServiceNames.FromFolder(folder, draft.Tree.Root),
                    Origin = file,
                    Source = folder,
                    Run = run,
                    Environment = new Dictionary<string, string> { ["PORT"] = "${port}", ["PYTHONUNBUFFERED"] = "1" },
                    Checks =
                    [
                        "python3 must find the dependencies; add a \"build\" that installs them if it does not",
                        "add \"health\" if the service has such a path",
                    ],
                });
            }
            else if (RepositoryTree.NameOf(file) != "pyproject.toml")
            {
                draft.Note(file, "No uvicorn, Flask or Django application was recognised; add the service by hand.");
            }
        }
    }

    private static string? RunOf(RepositoryTree tree, string folder)
    {
        if (tree.Has(RepositoryTree.Combine(folder, "manage.py")))
        {
            return "python3 manage.py runserver 127.0.0.1:${port} --noreload";
        }

        foreach (var module in s_modules)
        {
            var match = ApplicationPattern().Match(tree.ReadText(RepositoryTree.Combine(folder, module)) ?? "");
            if (match.Success)
            {
                var name = ModuleName(module);
                return match.Groups[2].Value == "Flask"
                    ? $"python3 -m flask --app {name}:{match.Groups[1].Value} run --host 127.0.0.1 --port ${{port}}"
                    : $"python3 -m uvicorn {name}:{match.Groups[1].Value} --host 127.0.0.1 --port ${{port}}";
            }
        }

        return null;
    }

    private static string ModuleName(string file)
    {
        var module = file[..^".py".Length].Replace('/', '.');
        return module.EndsWith(".__init__", StringComparison.Ordinal) ? module[..^".__init__".Length] : module;
    }

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_]*)\s*(?::[^=\n]{1,40})?=\s*(?:[a-z]{1,20}\.)?(FastAPI|Flask|Starlette|Quart|Litestar)\(", RegexOptions.Multiline)]
    private static partial Regex ApplicationPattern();
}
