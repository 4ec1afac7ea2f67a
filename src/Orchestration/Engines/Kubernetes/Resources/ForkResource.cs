using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>A fork between <see cref="ForkSpec"/> and the entry of a custom resource.</summary>
internal static partial class ForkResource
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary>Writes what differs from the defaults, so that a tool's object reads like one by hand.</summary>
    public static JsonObject Write(ForkSpec fork, bool withPatch = true)
    {
        var wish = fork.Workload ?? new ForkWorkloadSpec();
        var entry = new JsonObject { ["service"] = fork.Service, ["revision"] = fork.Revision };
        Set(entry, "workload", wish.Baseline is { } baseline ? new JsonObject { ["kind"] = baseline.Kind, ["name"] = baseline.Name } : null);
        Set(entry, "container", wish.Container);
        Set(entry, "image", wish.Image);
        Set(entry, "command", wish.Command?.ToJson());
        Set(entry, "args", wish.Args?.ToJson());
        Set(entry, "env", fork.Environment.Count == 0 ? null : new JsonArray([.. fork.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new JsonObject { ["name"] = pair.Key, ["value"] = pair.Value })]));
        Set(entry, "replicas", wish.Replicas);
        Set(entry, "resources", Resources(wish));
        Set(entry, "patch", withPatch ? wish.Patch?.DeepClone() : null);
        Set(entry, "keepClaims", wish.KeepClaims ? true : null);
        Set(entry, "rebase", wish.Rebase ? true : null);
        Set(entry, "source", Write(fork.Source));
        Set(entry, "requestedAt", Write(fork.RequestedAt));
        return entry;
    }

    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads an entry; what is wrong with it goes to <paramref name="problems"/>.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="revision">The revision that it stands for.</param>
    /// <param name="since">When the wish is from, where it does not say so.</param>
    /// <param name="problems">Gathers.</param>
    public static ForkSpec Read(JsonObject entry, int revision, DateTimeOffset since, ResourceProblems problems)
    {
        var image = problems.Text(entry, "image");
        if (image is not null && (image.Length is 0 or > 1024 || image.Any(char.IsWhiteSpace)))
        {
            problems.Add("'image' is not the name of an image");
        }

        var resources = problems.Mapping(entry, "resources");
        return new ForkSpec
        {
            Service = entry.TextAt("service") ?? "",
            Revision = revision,
            Source = ReadSource(entry.ObjectAt("source"), image),
            Environment = ReadEnvironment(entry, problems),
            RequestedAt = entry.TimeAt("requestedAt") ?? since,
            Workload = new ForkWorkloadSpec
            {
                Baseline = ReadWorkload(problems.Mapping(entry, "workload"), problems),
                Container = problems.Text(entry, "container"),
                Image = image,
                Command = problems.Words(entry, "command"),
                Args = problems.Words(entry, "args"),
                Replicas = problems.Number(entry, "replicas", 0, 20),
                Requests = ReadQuantities(resources, "requests", problems),
                Limits = ReadQuantities(resources, "limits", problems),
                Patch = problems.Mapping(entry, "patch")?.Copy(),
                KeepClaims = problems.Flag(entry, "keepClaims"),
                Rebase = problems.Flag(entry, "rebase"),
            },
        };
    }

    /// <summary>The same for the same wish. Its revision is part of it: a tool that deploys the same again means it.</summary>
    public static string HashOf(JsonObject entry)
    {
        var wish = entry.Copy();
        wish.Remove("requestedAt");
        return ObjectHash.Of(wish);
    }

    private static JsonObject? Resources(ForkWorkloadSpec wish)
    {
        var resources = new JsonObject();
        Set(resources, "requests", wish.Requests.Count == 0 ? null : wish.Requests.ToJson());
        Set(resources, "limits", wish.Limits.Count == 0 ? null : wish.Limits.ToJson());
        return resources.Count == 0 ? null : resources;
    }

    private static JsonObject Write(ForkSource source)
    {
        var entry = new JsonObject { ["kind"] = source.Kind.ToString(), ["hash"] = source.Hash };
        Set(entry, "tree", source.Tree.Length == 0 ? null : source.Tree);
        Set(entry, "ref", source.Ref);
        Set(entry, "commit", source.Commit);
        Set(entry, "branch", source.Branch);
        return entry;
    }

    /// <summary>Where nothing is said of files, the image is all there is; without one the baseline's own runs with other settings.</summary>
    private static ForkSource ReadSource(JsonObject? source, string? image) => new()
    {
        Kind = Enum.TryParse<SourceKind>(source.TextAt("kind"), out var kind) ? kind : SourceKind.Image,
        Tree = source.TextAt("tree") ?? "",
        Hash = source.TextAt("hash") ?? image ?? "",
        Ref = source.TextAt("ref") ?? (source is null ? image ?? "of the baseline" : null),
        Commit = source.TextAt("commit"),
        Branch = source.TextAt("branch"),
    };

    private static Dictionary<string, string> ReadEnvironment(JsonObject entry, ResourceProblems problems)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (entry.At("env") is { } value and not JsonArray)
        {
            problems.Add("'env' is not a list of name and value");
        }

        foreach (var variable in entry.At("env") as JsonArray ?? [])
        {
            if (variable.TextAt("name") is not { } name || !VariablePattern().IsMatch(name) || variable.At("value") is { } content && content.TextAt() is null)
            {
                problems.Add("an entry of 'env' has no usable name, or a value that is no text (what comes from a secret is set with 'patch')");
            }
            else
            {
                environment[name] = variable.TextAt("value") ?? "";
            }
        }

        return environment;
    }

    private static WorkloadReference? ReadWorkload(JsonObject? workload, ResourceProblems problems)
    {
        if (workload is null)
        {
            return null;
        }

        if (workload.TextAt("kind") is { } kind && workload.TextAt("name") is { Length: > 0 } name)
        {
            return new WorkloadReference(kind, name);
        }

        problems.Add("'workload' needs a kind and a name");
        return null;
    }

    private static IReadOnlyDictionary<string, string> ReadQuantities(JsonObject? resources, string part, ResourceProblems problems)
    {
        var quantities = problems.Mapping(resources, part).TextsAt();
        foreach (var (name, quantity) in quantities.Where(pair => !QuantityPattern().IsMatch(pair.Value)))
        {
            problems.Add($"'resources.{part}.{name}' is '{NameFailures.Quote(quantity)}', which is no quantity such as 100m or 64Mi");
        }

        return quantities;
    }

    private static void Set(JsonObject entry, string name, JsonNode? value)
    {
        if (value is not null)
        {
            entry[name] = value;
        }
    }

    [GeneratedRegex(Schema.Variable)]
    private static partial Regex VariablePattern();

    [GeneratedRegex(Schema.Quantity)]
    private static partial Regex QuantityPattern();
}
