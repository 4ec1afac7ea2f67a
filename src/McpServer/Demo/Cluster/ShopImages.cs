using System.Security.Cryptography;
using AgentSandbox.McpServer.Demo.Telling;
using AgentSandbox.Orchestration.Configuration.Services;
using AgentSandbox.Orchestration.Engines.Kubernetes.Calling;

namespace AgentSandbox.McpServer.Demo.Cluster;

/// <summary>Makes the images of the baseline and of this program, by the command that makes those of forks.</summary>
internal sealed class ShopImages(ImageBuild build, DemoProgram program, DemoPlace place)
{
    private const int HashLength = 12;

    // Compilers take cores, and the machine is somebody's.
    private static readonly int s_together = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);

    /// <summary>Builds every service from a copy of trunk; returns the image of each.</summary>
    public Task<Dictionary<string, string>> OfServicesAsync(Story story, string commit, IReadOnlyCollection<ServiceConfiguration> services, CancellationToken cancellationToken)
    {
        const string Claim = "Trunk's six services become images";
        return story.ProveAsync(
            Claim,
            async progress =>
            {
                var copy = place.CopyShop("images");
                var images = new Dictionary<string, string>(StringComparer.Ordinal);
                var options = new ParallelOptions { MaxDegreeOfParallelism = s_together, CancellationToken = cancellationToken };
                await Parallel.ForEachAsync(services, options, async (service, token) =>
                {
                    progress($"building {service.Name}");
                    var source = service.Source ?? service.Name;
                    var image = await MakeAsync(Claim, build.OfProject(source), $"shop-{service.Name}:{commit[..HashLength]}", Path.Join(copy, source), token);
                    lock (images)
                    {
                        images[service.Name] = image;
                    }
                });
                return images;
            },
            images => $"{images.Count} images");
    }

    /// <summary>Makes an image of this very program.</summary>
    public Task<string> OfProductAsync(Story story, CancellationToken cancellationToken)
    {
        const string Claim = "agent-sandbox becomes an image";
        return story.ProveAsync(
            Claim,
            async _ =>
            {
                var assembly = Path.Join(AppContext.BaseDirectory, "agent-sandbox.dll");
                if (!File.Exists(assembly))
                {
                    throw new DemoFailure(Claim, "the program's files beside it", "a single file, of which no image can be made; name one with --image");
                }

                var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(File.OpenRead(assembly), cancellationToken))[..HashLength];
                return await MakeAsync(Claim, build.Of(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar), "agent-sandbox.dll"), $"agent-sandbox-demo:{hash}", place.Root, cancellationToken);
            },
            image => image);
    }

    private async Task<string> MakeAsync(string claim, string script, string image, string folder, CancellationToken cancellationToken)
    {
        var last = await program.ScriptAsync(claim, script.Replace(ImageBuild.Image, image, StringComparison.Ordinal), folder, cancellationToken);
        return ImageReference.In(last) ?? image;
    }
}
