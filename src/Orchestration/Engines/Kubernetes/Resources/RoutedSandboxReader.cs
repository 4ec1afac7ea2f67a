using System.Globalization;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Configuration.Keys;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Engines.Kubernetes.Resources.Quotas;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>Reads a <c>RoutedSandbox</c>, whoever wrote it. Nonsense becomes a failure, never an exception.</summary>
/// <remarks>
/// The revision of a fork: a tool writes it. Where it is missing, or where the wish changed under the same number, the
/// next one is given: the highest known one and one more. It follows from spec and status alone, so that everybody who
/// reads the object comes to the same number, and it stays once the operator has written the wish's hash into the status.
/// The owner: <c>spec.owner</c>; the annotation <c>agentsandbox.dev/owner</c>; else nobody in particular. The API server
/// does not tell who wrote an object, managed fields name programs only.
/// </remarks>
internal static class RoutedSandboxReader
{
    /// <summary>The owner of what was written by hand.</summary>
    public const string Nobody = "kubernetes";

    /// <param name="resource">The object.</param>
    /// <param name="defaultLease">The usual lease.</param>
    /// <param name="limits">What is accepted, for the operator; null for others, who read its answer from the status.</param>
    public static SandboxReading Read(JsonObject resource, LeaseSpec defaultLease, SandboxLimits? limits = null)
    {
        var generation = resource.LongAt("metadata", "generation") ?? 0;
        var id = SandboxId.Parse(resource.Name());
        if (!id.IsSuccess)
        {
            return new SandboxReading { Record = null, Refusal = id.Failure, Generation = generation };
        }

        var created = resource.TimeAt("metadata", "creationTimestamp") ?? DateTimeOffset.UnixEpoch;
        var problems = new ResourceProblems($"The sandbox '{id.Value}'");
        var lease = Lease(problems.Mapping(resource.At("spec"), "lease"), defaultLease, problems);
        var (forks, refused, hashes) = Forks(resource, created, problems);
        var beyond = ForkQuota.Refuse(resource, forks, hashes, limits ?? SandboxLimits.None);
        var seen = StatusReader.Forks(resource, forks);
        return new SandboxReading
        {
            Record = new SandboxRecord
            {
                Spec = new SandboxSpec
                {
                    Id = id.Value,
                    Owner = OwnerOf(resource),
                    Branch = resource.TextAt("spec", "branch"),
                    Description = resource.TextAt("spec", "description"),
                    Client = resource.TextAt("spec", "client"),
                    Lease = lease,
                    CreatedAt = created,
                    Forks = forks,
                    LastRevisions = LastRevisions(resource, forks),
                    Deletion = DeletionOf(resource),
                },
                Forks = limits is null ? seen : QuotaStatus.Over(seen, forks, beyond),
                Refusal = QuotaFailures.Of(resource),
                LastActivity = Newest(resource.TimeAt("status", "lastActivity"), resource.TimeAt("metadata", "annotations", KnownNames.ActivityAnnotation)) ?? created,
            },
            Refusal = problems.ToFailure(),
            Refused = refused,
            Beyond = beyond,
            Hashes = hashes,
            Generation = generation,
        };
    }

    /// <summary>The revision that an entry of the resource stands for.</summary>
    public static int RevisionOf(JsonObject resource, JsonObject wish, string service, string hash)
    {
        var seen = resource.ObjectsAt("status", "forks").FirstOrDefault(status => status.TextAt("service") == service);
        var observed = Math.Max(seen.NumberAt("revision") ?? 0, resource.NumberAt("status", "lastRevisions", service) ?? 0);
        return (seen.TextAt("specHash") == hash, seen.NumberAt("revision"), wish.NumberAt("revision")) switch
        {
            (true, { } known, _) => known,
            (_, _, { } asked) when asked > observed => asked,
            _ => Math.Max(observed, resource.NumberAt("spec", "lastRevisions", service) ?? 0) + 1,
        };
    }

    private static (Dictionary<string, ForkSpec> Forks, Dictionary<string, SandboxFailure> Refused, Dictionary<string, string> Hashes) Forks(
        JsonObject resource, DateTimeOffset created, ResourceProblems whole)
    {
        Dictionary<string, ForkSpec> forks = new(StringComparer.Ordinal);
        Dictionary<string, SandboxFailure> refused = new(StringComparer.Ordinal);
        Dictionary<string, string> hashes = new(StringComparer.Ordinal);
        if (resource.At("spec", "forks") is { } list and not JsonArray)
        {
            whole.Add("'spec.forks' is not a list");
        }

        foreach (var (entry, index) in (resource.At("spec", "forks") as JsonArray ?? []).Select((entry, index) => (entry, index)))
        {
            var service = entry.TextAt("service");
            var place = string.Create(CultureInfo.InvariantCulture, $"forks[{index}]");
            var problems = new ResourceProblems($"The fork '{service ?? place}' of sandbox '{resource.Name()}'");
            if (entry is not JsonObject wish || service is null || !SandboxId.Parse(service).IsSuccess)
            {
                problems.Add("'service' is not the name of a Service");
                refused[place] = problems.ToFailure()!; // it has a problem
                continue;
            }

            var hash = ForkResource.HashOf(wish);
            var fork = ForkResource.Read(wish, RevisionOf(resource, wish, service, hash), created, problems);
            if (forks.ContainsKey(service) || refused.ContainsKey(service))
            {
                problems.Add("the service is named by another entry too");
            }

            if (problems.ToFailure() is { } failure)
            {
                refused[service] = failure;
                forks.Remove(service);
            }
            else
            {
                forks[service] = fork;
                hashes[service] = hash;
            }
        }

        return (forks, refused, hashes);
    }

    private static Dictionary<string, int> LastRevisions(JsonObject resource, IReadOnlyDictionary<string, ForkSpec> forks)
    {
        var last = forks.ToDictionary(pair => pair.Key, pair => pair.Value.Revision, StringComparer.Ordinal);
        foreach (var part in (string[])["spec", "status"])
        {
            foreach (var (service, number) in resource.ObjectAt(part, "lastRevisions") ?? [])
            {
                last[service] = Math.Max(last.GetValueOrDefault(service), number.NumberAt() ?? 0);
            }
        }

        return last;
    }

    /// <summary>The name of the owner, for what is counted per owner.</summary>
    public static string OwnerNameOf(JsonObject resource) => OwnerOf(resource).User;

    private static Owner OwnerOf(JsonObject resource) => (resource.TextAt("spec", "owner", "user"), resource.Annotation(KnownNames.OwnerAnnotation)) switch
    {
        ({ Length: > 0 } user, _) => new Owner(user, resource.TextAt("spec", "owner", "tree") ?? Place(resource)),
        (_, { Length: > 0 } user) => new Owner(user, Place(resource)),
        _ => new Owner(Nobody, Place(resource)),
    };

    private static string Place(JsonObject resource) => $"namespace {resource.Namespace()}";

    private static LeaseSpec Lease(JsonObject? lease, LeaseSpec otherwise, ResourceProblems problems)
    {
        var idle = Duration(lease, "idle", otherwise.Idle, problems);
        var max = Duration(lease, "max", otherwise.Max, problems);
        return new LeaseSpec(idle, max);
    }

    /// <summary>A lease that cannot be read is the usual one, so that a sandbox never lives for ever by mistake.</summary>
    private static TimeSpan Duration(JsonObject? lease, string field, TimeSpan otherwise, ResourceProblems problems)
    {
        if (problems.Text(lease, field) is not { } text)
        {
            return otherwise;
        }

        if (Durations.TryParse(text, out var duration))
        {
            return duration;
        }

        problems.Add($"'spec.lease.{field}' is '{NameFailures.Quote(text)}', which is no duration such as 60m");
        return otherwise;
    }

    private static DateTimeOffset? Newest(DateTimeOffset? observed, DateTimeOffset? noted) => observed > noted || noted is null ? observed : noted;

    private static Deletion? DeletionOf(JsonObject resource) => (resource.ObjectAt("spec", "deletion"), resource.TimeAt("metadata", "deletionTimestamp")) switch
    {
        ({ } wish, var at) => new Deletion(wish.TextAt("reason") ?? "it was deleted", wish.TimeAt("requestedAt") ?? at ?? DateTimeOffset.UnixEpoch),
        (_, { } at) => new Deletion("it was deleted in the cluster", at),
        _ => null,
    };
}
