using System.Text.RegularExpressions;

namespace AgentSandbox.Orchestration.Propagation.Advice;

/// <summary>Looks at a service's folder. Reads little, runs nothing, and finds nothing where it may not look.</summary>
internal static partial class StackFinder
{
    private const int MaxFiles = 400;
    private const int MaxText = 128 * 1024;

    private static readonly (string Pattern, ServiceLanguage Language)[] s_markers =
    [
        ("*.??proj", ServiceLanguage.DotNet), ("package.json", ServiceLanguage.Node), ("pyproject.toml", ServiceLanguage.Python), ("requirements*.txt", ServiceLanguage.Python),
        ("Pipfile", ServiceLanguage.Python), ("go.mod", ServiceLanguage.Go), ("pom.xml", ServiceLanguage.Java), ("build.gradle*", ServiceLanguage.Java), ("Gemfile", ServiceLanguage.Ruby),
        ("*.cs", ServiceLanguage.DotNet), ("*.mjs", ServiceLanguage.Node), ("*.cjs", ServiceLanguage.Node), ("*.js", ServiceLanguage.Node), ("*.ts", ServiceLanguage.Node),
        ("*.py", ServiceLanguage.Python), ("*.go", ServiceLanguage.Go), ("*.java", ServiceLanguage.Java), ("*.kt", ServiceLanguage.Java), ("*.rb", ServiceLanguage.Ruby),
    ];

    private static readonly Dictionary<ServiceLanguage, string[]> s_frameworks = new()
    {
        [ServiceLanguage.Node] = ["@nestjs/core", "next", "express", "fastify", "koa", "hono"],
        [ServiceLanguage.Python] = ["fastapi", "django", "flask", "aiohttp", "starlette"],
        [ServiceLanguage.Go] = ["gin-gonic/gin", "labstack/echo", "go-chi/chi", "gofiber/fiber"],
        [ServiceLanguage.Java] = ["spring-boot", "quarkus", "micronaut"],
        [ServiceLanguage.Ruby] = ["rails", "sinatra"],
    };

    private static readonly string[] s_switches = ["EnableActivityPropagation", "ENABLEACTIVITYPROPAGATION", "ActivityHeadersPropagator", "CreateNoOutputPropagator", "CreatePassThroughPropagator", "ClearProviders"];

    private static readonly EnumerationOptions s_look = new() { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>What the folder says; null when it says nothing.</summary>
    public static ServiceStack? Find(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                return null;
            }

            var here = Directory.EnumerateFiles(folder).Take(MaxFiles).Order(StringComparer.Ordinal).ToList();
            foreach (var (pattern, language) in s_markers)
            {
                if (here.FirstOrDefault(file => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(file))) is { } marker)
                {
                    return Describe(folder, marker, language);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read gives no advice.
        }

        return null;
    }

    private static ServiceStack Describe(string folder, string marker, ServiceLanguage language)
    {
        var text = Read(marker);
        var target = Target().Match(text).Groups[1].Value;
        var framework = language == ServiceLanguage.DotNet
            ? target is "" ? null : target
            : s_frameworks.GetValueOrDefault(language, []).FirstOrDefault(name => text.Contains(name, StringComparison.OrdinalIgnoreCase));
        return new ServiceStack(language, framework, Path.GetFileName(marker))
        {
            HasOpenTelemetry = text.Contains("opentelemetry", StringComparison.OrdinalIgnoreCase),
            IsOldDotNet = Version().Match(target) is { Success: true } version && int.Parse(version.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) < 10,
            Suspects = language == ServiceLanguage.DotNet ? Suspects(folder) : [],
        };
    }

    private static List<string> Suspects(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", s_look)
            .Where(file => Path.GetExtension(file) is ".cs" or ".csproj" or ".json" or ".props" && !IsOutput(Path.GetRelativePath(folder, file)))
            .Take(MaxFiles)
            .SelectMany(file => s_switches.Where(Read(file).Contains).Take(1).Select(found => $"{Path.GetRelativePath(folder, file)}: {found}"))
            .Take(3),
    ];

    private static bool IsOutput(string path) => path.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj" or "node_modules";

    private static string Read(string file)
    {
        using var reader = new StreamReader(file);
        var buffer = new char[Math.Min(MaxText, (int)Math.Min(new FileInfo(file).Length + 1, MaxText))];
        return new string(buffer, 0, reader.ReadBlock(buffer, 0, buffer.Length));
    }

    [GeneratedRegex("<TargetFrameworks?>\\s*([A-Za-z0-9.]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Target();

    [GeneratedRegex("^net([0-9]{1,3})\\.", RegexOptions.NonBacktracking)]
    private static partial Regex Version();
}
