using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>The definitions of the custom resources.</summary>
internal static class CustomResources
{
    public const string SandboxPlural = "routedsandboxes";
    public const string GroupPlural = "routegroups";

    public static JsonObject RoutedSandbox() => Definition(
        KnownNames.SandboxKind, "routedsandbox", SandboxPlural, "rsb",
        Schema.Object(
            "A named, leased set of forks under one routing key, which is the object's name. Requests that carry the key meet the forks, all others the baseline.",
            ["spec"],
            ("apiVersion", new JsonObject { ["type"] = "string", ["description"] = "The version of this schema." }),
            ("kind", new JsonObject { ["type"] = "string", ["description"] = KnownNames.SandboxKind }),
            ("metadata", Metadata()),
            ("spec", Spec()),
            ("status", Status())),
        [
            Column("Phase", "string", ".status.phase", "Empty, Progressing, Ready, Degraded or Deleting."),
            Column("Ready", "string", ".status.forksReady", "Forks that serve their newest revision, of all."),
            Column("Key", "string", ".status.key", "The routing key."),
            Column("Owner", "string", ".status.owner", "Who may change it."),
            Column("Expires", "string", ".status.expiresAt", "When its lease ends without activity.", 1),
            Column("Reason", "string", ".status.conditions[?(@.type==\"Ready\")].reason", "Why it is not ready.", 1),
            Column("Age", "date", ".metadata.creationTimestamp", "Time since it was created."),
        ]);

    public static JsonObject RouteGroup() => Definition(
        KnownNames.GroupKind, "routegroup", GroupPlural, "rgr",
        Schema.Object(
            "Several sandboxes under one routing key of their own, which is the object's name.",
            ["spec"],
            ("apiVersion", new JsonObject { ["type"] = "string", ["description"] = "The version of this schema." }),
            ("kind", new JsonObject { ["type"] = "string", ["description"] = KnownNames.GroupKind }),
            ("metadata", Metadata()),
            ("spec", Schema.Object("What is wanted.", ["sandboxes"],
                ("sandboxes", WithMinimum(Schema.List("Names of the sandboxes whose forks answer, in the same namespace. Where two fork the same service, requests for it are refused and the group says so.", Schema.Text("Name of a RoutedSandbox.", Schema.DnsLabel, 63), 16))),
                ("owner", Owner()),
                ("description", Schema.Text("What it is for.", null, 1024)))),
            ("status", Schema.Object("What was observed.", [],
                ("observedGeneration", Schema.Long("The generation that this status is about.")),
                ("phase", Schema.Text("Whether the key routes.", null, 63, "Progressing", "Ready", "Degraded")),
                ("key", Schema.Text("The routing key.", null, 63)),
                ("members", Schema.Text("Sandboxes that are ready, of all.", null, 16)),
                ("hopToken", Schema.Text("Gives the right to read what routers recorded of the group's requests, so that whoever may read the group may read that too.", null, 128)),
                ("conditions", Conditions())))),
        [
            Column("Phase", "string", ".status.phase", "Progressing, Ready or Degraded."),
            Column("Members", "string", ".status.members", "Sandboxes that are ready, of all."),
            Column("Key", "string", ".status.key", "The routing key."),
            Column("Age", "date", ".metadata.creationTimestamp", "Time since it was created."),
        ]);

    private static JsonObject Spec() => Schema.Object("What is wanted.", [],
        ("forks", Schema.List("The forks; none is a sandbox in which the baseline answers everything.", ForkSchema.Wish(), ResourceLimits.Forks, "service")),
        ("owner", Owner()),
        ("description", Schema.Text("What it is for; information only.", null, 1024)),
        ("branch", Schema.Text("Branch that it belongs to; information only.", null, 512)),
        ("client", Schema.Text("Client that created it; information only.", null, 256)),
        ("lease", Schema.Object("How long it may live.", [],
            ("idle", Schema.Text("Time without activity after which it ends, such as 60m.", Schema.Duration, 32)),
            ("max", Schema.Text("Time after its creation at which it ends whatever happens, such as 24h.", Schema.Duration, 32)))),
        ("lastRevisions", Schema.Map("The highest revision given out per service, also of forks that are gone. Written by tools.", Schema.Number("A revision.", 0, int.MaxValue))),
        ("runKeys", Schema.List("Keys of plan runs, which route as the sandbox does until they expire. Written by the program that runs the plan.", Schema.Object("One key.", ["key", "expiresAt"],
            ("key", Schema.Text("The key.", Schema.DnsLabel, 63)),
            ("expiresAt", Schema.Time("When it ends unless it is renewed."))), 64, "key")),
        ("deletion", Schema.Object("The wish that it be gone, with its reason. Written by tools; by hand use kubectl delete.", ["reason"],
            ("reason", Schema.Text("Shown to whoever still uses the key.", null, 512)),
            ("requestedAt", Schema.Time("When it was asked for.")))));

    private static JsonObject Status() => Schema.Object("What was observed. Written by the operator alone.", [],
        ("observedGeneration", Schema.Long("The generation of the spec that this status is about.")),
        ("phase", Schema.Text("The state as a whole.", null, 63, "Empty", "Progressing", "Ready", "Degraded", "Deleting")),
        ("key", Schema.Text("The routing key.", null, 63)),
        ("owner", Schema.Text("Who may change it.", null, 512)),
        ("forksReady", Schema.Text("Forks that serve their newest revision, of all, such as 1/2.", null, 16)),
        ("lastActivity", Schema.Time("The last activity that renewed the lease; written at most every quarter of the idle time.")),
        ("expiresAt", Schema.Time("When its lease ends without further activity.")),
        ("hopToken", Schema.Text("Gives the right to read what routers recorded of the sandbox's requests, so that whoever may read the sandbox may read that too.", null, 128)),
        ("lastRevisions", Schema.Map("The highest revision begun with per service.", Schema.Number("A revision.", 0, int.MaxValue))),
        ("forks", Schema.List("The forks.", ForkSchema.Status(), ResourceLimits.Forks, "service")),
        ("conditions", Conditions()));

    private static JsonObject Owner() => Schema.Object("Who may change it; advisory where users hold a kubeconfig of their own.", ["user"],
        ("user", Schema.Text("A user's name.", null, 253)),
        ("tree", Schema.Text("Working tree of the owner.", null, 4096)));

    private static JsonObject Conditions() => Schema.List("Conditions, in the usual shape.", Schema.Object("One condition.", ["type", "status"],
        ("type", Schema.Text("Accepted, Ready, Routed or BaselineCurrent.", null, 63)),
        ("status", Schema.Text("Whether it holds.", null, 63, "True", "False", "Unknown")),
        ("reason", Schema.Text("Why, in one word.", null, 128)),
        ("message", Schema.Text("Why, in a sentence.", null, ResourceLimits.Message + 1)),
        ("observedGeneration", Schema.Long("The generation that it is about.")),
        ("lastTransitionTime", Schema.Time("When its status changed last."))), 16, "type");

    /// <summary>The name becomes a routing key, hence the restriction; a structural schema may restrict the name alone.</summary>
    private static JsonObject Metadata() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["name"] = new JsonObject { ["type"] = "string", ["maxLength"] = 63, ["pattern"] = Schema.DnsLabel } },
    };

    private static JsonObject WithMinimum(JsonObject list)
    {
        list["minItems"] = 1;
        return list;
    }

    private static JsonObject Column(string name, string type, string path, string description, int priority = 0)
    {
        var column = new JsonObject { ["name"] = name, ["type"] = type, ["description"] = description, ["jsonPath"] = path };
        if (priority > 0)
        {
            column["priority"] = priority;
        }

        return column;
    }

    private static JsonObject Definition(string kind, string singular, string plural, string shortName, JsonObject schema, IReadOnlyList<JsonObject> columns) => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject
        {
            ["name"] = $"{plural}.{KnownNames.Group}",
            ["labels"] = new JsonObject { [KnownNames.ManagedByLabel] = KnownNames.ManagedBy },
        },
        ["spec"] = new JsonObject
        {
            ["group"] = KnownNames.Group,
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject
            {
                ["kind"] = kind,
                ["listKind"] = kind + "List",
                ["plural"] = plural,
                ["singular"] = singular,
                ["shortNames"] = new JsonArray(shortName),
                ["categories"] = new JsonArray("agentsandbox"),
            },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["name"] = KnownNames.Version,
                ["served"] = true,
                ["storage"] = true,
                ["schema"] = new JsonObject { ["openAPIV3Schema"] = schema },
                ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
                ["additionalPrinterColumns"] = new JsonArray([.. columns]),
            }),
        },
    };
}
