using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.Kubernetes.ClusterTests.Conformance;

/// <summary>A namespace with the three services of a test repository as its baseline, the operator, and every Service enrolled; set up once, by the program's own commands.</summary>
public sealed class ClusterBaselineFixture : IAsyncLifetime
{
    private readonly TestNamespace _space = new();
    private readonly TemporaryDirectory _files = new();

    public string Namespace => _space.Name;

    internal IKubernetesApi Api => _space.Api;

    /// <summary>A kubeconfig with the namespace as its own.</summary>
    public string Kubeconfig => _files.Join("kubeconfig");

    public async Task InitializeAsync()
    {
        await _space.InitializeAsync();
        if (TestCluster.Kubeconfig is null || !TestCluster.IsOurs)
        {
            return; // Its tests are skipped.
        }

        await WriteKubeconfigAsync();
        var image = await ImageAsync("three", "v1");
        foreach (var (name, next) in new[] { ("one", "two"), ("two", "three"), ("three", null) })
        {
            (await Api.CreateAsync(ResourceKinds.Deployments, Deployment(name, next, image), CancellationToken.None)).Should().BeSuccess();
            (await Api.CreateAsync(ResourceKinds.Services, Service(name), CancellationToken.None)).Should().BeSuccess();
        }

        var product = await ProgramImages.ProductAsync();
        await ProgramAsync("install", "--apply", "--namespace", Namespace, "--image", product, "--pull-policy", "Never");
        foreach (var name in new[] { "one", "two", "three" })
        {
            await Eventually.True(async () => (await Api.GetAsync(ResourceKinds.Deployments, Namespace, name, CancellationToken.None)).Value.NumberAt("status", "readyReplicas") == 1, $"{name} is ready");
        }

        await ProgramAsync("enroll", "one", "two", "three", "--namespace", Namespace, "--yes");
    }

    public async Task DisposeAsync()
    {
        await _space.DisposeAsync();
        _files.Dispose();
    }

    /// <summary>An image of the test service that answers a version; a fork's build makes the same of its files. As root, because the suite's files are their owner's alone.</summary>
    internal static async Task<string> ImageAsync(string name, string version)
    {
        using var folder = new TemporaryDirectory();
        CopyService(folder.Path);
        await File.WriteAllTextAsync(folder.Join("version.txt"), version);
        var printed = await TestCluster.RunAsync(
            "image", "--name", $"cluster-tests/{name}", "--folder", folder.Path, "--workdir", "/app", "--user", "0:0", "--env", "PORT=8080", "--env", "SERVICE_ADDRESS=any", "--", "/app/test-service");
        return printed.Trim().Split('\n')[^1];
    }

    /// <summary>Files of the test service itself.</summary>
    internal static string ServiceFolder => Path.GetDirectoryName(TestServices.Assembly)!; // it is in a folder

    private static void CopyService(string to)
    {
        foreach (var file in Directory.GetFiles(ServiceFolder))
        {
            File.Copy(file, Path.Join(to, Path.GetFileName(file)));
        }
    }

    private async Task WriteKubeconfigAsync()
    {
        File.Copy(TestCluster.Kubeconfig!, Kubeconfig); // looked at before
        var lines = (await File.ReadAllLinesAsync(Kubeconfig)).ToList();
        var context = lines.FindIndex(line => line.TrimStart().TrimStart('-').TrimStart().StartsWith("context:", StringComparison.Ordinal));
        context.Should().BeGreaterThan(0, "the cluster's kubeconfig has a context");
        if (lines[context].Contains('{', StringComparison.Ordinal))
        {
            lines[context] = lines[context].Replace("}", $", namespace: {Namespace} }}", StringComparison.Ordinal);
        }
        else
        {
            var indent = new string(' ', lines[context + 1].Length - lines[context + 1].TrimStart().Length);
            lines.Insert(context + 1, $"{indent}namespace: {Namespace}");
        }

        await File.WriteAllLinesAsync(Kubeconfig, lines);
    }

    /// <summary>Runs a command of the program with the namespace's kubeconfig; it has to succeed.</summary>
    internal async Task ProgramAsync(params string[] arguments)
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
        environment["KUBECONFIG"] = Kubeconfig;
        var result = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandSpec
            {
                FileName = "dotnet",
                Arguments = [ProductFiles.Assembly, .. arguments],
                WorkingDirectory = _files.Path,
                Environment = environment,
                Timeout = TestTimeouts.Default,
            },
            CancellationToken.None);
        result.Success.Should().BeTrue($"{string.Join(' ', arguments)}: {result.OutputText}{result.ErrorText}");
    }

    private JsonObject Deployment(string name, string? next, string image)
    {
        var environment = new JsonArray(new JsonObject { ["name"] = "SERVICE_NAME", ["value"] = name });
        if (next is not null)
        {
            environment.Add(new JsonObject { ["name"] = "NEXT_URL", ["value"] = $"http://{next}" });
        }

        var item = TestNamespace.Object(ResourceKinds.Deployments, name, Namespace);
        item["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = new JsonObject
                {
                    // The suite tells a slow answer by a file when it may end.
                    ["volumes"] = new JsonArray(new JsonObject { ["name"] = "machine", ["hostPath"] = new JsonObject { ["path"] = Path.GetTempPath() } }),
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "app",
                        ["image"] = image,
                        ["imagePullPolicy"] = "Never",
                        ["env"] = environment,
                        ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 8080 }),
                        ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "machine", ["mountPath"] = Path.GetTempPath() }),
                        ["readinessProbe"] = new JsonObject { ["httpGet"] = new JsonObject { ["path"] = "/healthz", ["port"] = "http" }, ["periodSeconds"] = 1 },
                    }),
                },
            },
        };
        return item;
    }

    private JsonObject Service(string name)
    {
        var item = TestNamespace.Object(ResourceKinds.Services, name, Namespace);
        item["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["app"] = name },
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["port"] = 80, ["targetPort"] = "http", ["protocol"] = "TCP" }),
        };
        return item;
    }
}
