using AgentSandbox.TestKit.Product;

namespace AgentSandbox.FunctionalTests.Shop;

/// <summary>The sample as a repository of a test's own, with the services that were built once for all tests.</summary>
internal static class ShopRepository
{
    public static async Task<ProductHost> CreateAsync(ShopBuild build)
    {
        var host = await ProductHost.CreateAsync(await ConfigurationAsync(build));
        foreach (var service in ShopBuild.Services)
        {
            host.Repository.Write($"{service}/{service}.csproj", await File.ReadAllTextAsync(Path.Join(build.Folder, service, $"{service}.csproj")));
        }

        await host.Repository.CommitAllAsync("the shop");
        return host;
    }

    /// <summary>The shop's own configuration; a service may run something else than what was built for all.</summary>
    public static async Task<string> ConfigurationAsync(ShopBuild build, IReadOnlyDictionary<string, string>? assemblies = null)
    {
        var text = await File.ReadAllTextAsync(Path.Join(build.Folder, "agent-sandbox.yaml"));
        return string.Join('\n', text.Split('\n')
            .Where(line => !line.TrimStart().StartsWith("build:", StringComparison.Ordinal))
            .Select(line => ShopBuild.Services.Aggregate(line, (current, service) =>
                current.Replace($"run: dotnet bin/Release/net10.0/{service}.dll", $"run: [\"dotnet\", \"{Assembly(service)}\"]", StringComparison.Ordinal))));

        string Assembly(string service) => assemblies?.GetValueOrDefault(service) ?? Path.Join(build.Folder, service, "bin/Release/net10.0", service + ".dll");
    }
}
