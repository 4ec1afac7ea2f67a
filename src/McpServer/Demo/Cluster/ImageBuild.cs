using System.Text.Json;
using AgentSandbox.Orchestration.Failures;

namespace AgentSandbox.McpServer.Demo.Cluster;

/// <summary>How a folder with a built .NET program becomes an image that the nodes of the cluster have.</summary>
/// <param name="Command">For a shell, with <c>${image}</c>, <c>${folder}</c> and <c>${program}</c>; printed last, a name with its digest is taken.</param>
internal sealed record ImageBuild(string Command)
{
    public const string Image = "${image}";
    public const string Folder = "${folder}";
    public const string Program = "${program}";

    private const string KindPrefix = "kind-";
    private const string Source = "    source: ";

    // What the sample's own build command makes.
    private const string Output = "bin/Release/net10.0";

    /// <summary>The given command; else the one for the kind of cluster that a context's name tells.</summary>
    /// <param name="given">What the user said.</param>
    /// <param name="context">The context's name.</param>
    /// <param name="hasProgram">Whether a program is in PATH.</param>
    /// <param name="dockerfile">A Dockerfile for a folder of a built program, with the argument <c>PROGRAM</c>.</param>
    public static Result<ImageBuild> Choose(string? given, string context, Func<string, bool> hasProgram, string dockerfile) => given switch
    {
        not null when given.Contains(Image, StringComparison.Ordinal) && given.Contains(Folder, StringComparison.Ordinal) => new ImageBuild(given),
        not null => Refused($"The command '{given}' does not say what it makes of what: it needs {Image} and {Folder}."),
        null when !context.StartsWith(KindPrefix, StringComparison.Ordinal) => Refused($"Nothing says how an image gets into the cluster of the context '{context}'."),
        null when !hasProgram("docker") || !hasProgram("kind") => Refused($"The context '{context}' is one of kind, and 'docker' and 'kind' are not both in PATH."),
        _ => new ImageBuild(
            $"docker build -q -t {Image} --build-arg PROGRAM={Program} -f \"{dockerfile}\" \"{Folder}\" && kind load docker-image {Image} --name {context[KindPrefix.Length..]}"),
    };

    /// <summary>The script that makes an image of a built program.</summary>
    public string Of(string folder, string program) =>
        Command.Replace(Folder, folder, StringComparison.Ordinal).Replace(Program, program, StringComparison.Ordinal);

    /// <summary>The script that builds a project in its own folder and makes an image of it.</summary>
    /// <param name="source">The folder, which is named as the project.</param>
    public string OfProject(string source) => $"dotnet build -c Release -v quiet --nologo && {Of(Output, $"{source}.dll")}";

    /// <summary>The sample's configuration with the engine and with <c>image.build</c> of each service.</summary>
    public string Configure(string sample)
    {
        var lines = new List<string>();
        foreach (var line in sample.Split('\n'))
        {
            lines.Add(line);
            if (line.StartsWith("version:", StringComparison.Ordinal))
            {
                lines.Add("engine: kubernetes");
            }
            else if (line.StartsWith(Source, StringComparison.Ordinal))
            {
                var words = Shell(OfProject(line[Source.Length..].Trim())).Select(word => JsonSerializer.Serialize(word, DemoJson.Default.String));
                lines.Add($"    image: {{ build: [{string.Join(", ", words)}] }}");
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>A script as the words of a command.</summary>
    public static IReadOnlyList<string> Shell(string script) => OperatingSystem.IsWindows() ? ["cmd", "/c", script] : ["/bin/sh", "-c", script];

    private static SandboxFailure Refused(string fact) => new()
    {
        Code = FailureCodes.InvalidArguments,
        Category = FailureCategory.User,
        Message = fact,
        Hint = $"""
            Give --image-build "COMMAND": it is run once for each program, makes the image {Image} of the folder {Folder}, whose program is started by 'dotnet {Program}' with the container's arguments, and brings it where the nodes find it; when its last line is NAME@sha256:…, that is taken. For a registry: --image-build 'docker build -q -t registry.example/{Image} --build-arg PROGRAM={Program} -f Dockerfile {Folder} && docker push -q registry.example/{Image} && docker inspect --format "{"{{index .RepoDigests 0}}"}" registry.example/{Image}'; samples/Shop/Dockerfile fits.
            """,
    };
}
