using AgentSandbox.TestKit.Product;

namespace AgentSandbox.Kubernetes.ClusterTests;

/// <summary>Images of what was built here, in the cluster of <c>tests/cluster</c>.</summary>
internal static class ProgramImages
{
    private static readonly Lazy<Task<string>> s_product = new(() => MakeAsync("cluster-tests/agent-sandbox", ProductFiles.Assembly));
    private static readonly Lazy<Task<string>> s_next = new(() => MakeAsync("cluster-tests/agent-sandbox", ProductFiles.Assembly, "--env", "BUILD=next"));
    private static readonly Lazy<Task<string>> s_service = new(() => MakeAsync("cluster-tests/service", TestServices.Assembly));

    public static Task<string> ProductAsync() => s_product.Value;

    /// <summary>The same program in an image of another digest, as a later build would be.</summary>
    public static Task<string> NextProductAsync() => s_next.Value;

    public static Task<string> ServiceAsync() => s_service.Value;

    private static async Task<string> MakeAsync(string name, string assembly, params string[] more)
    {
        var printed = await TestCluster.RunAsync("image", ["--name", name, "--folder", Path.GetDirectoryName(assembly)!, .. more, "--", $"/app/{Path.GetFileNameWithoutExtension(assembly)}"]); // it is in a folder
        return printed.Trim().Split('\n')[^1];
    }
}
