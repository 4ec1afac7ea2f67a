using System.Text.Json.Nodes;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Resources;

/// <summary>The schema of one fork in a <c>RoutedSandbox</c>.</summary>
internal static class ForkSchema
{
    public static JsonObject Wish() => Schema.Object("A changed copy of one service. What is not said stays as the baseline has it.", ["service"],
        ("service", Schema.Text("Name of the Service whose workload is forked.", Schema.DnsLabel, 63)),
        ("revision", Schema.Number("Number of this deploy. Tools write it; by hand leave it out: every change of the fork is then a new revision.", 1, int.MaxValue)),
        ("workload", Schema.Object("The workload to clone, where it is not the one behind the Service.", ["kind", "name"],
            ("kind", Schema.Text("Kind of the workload.", null, 63, "Deployment", "StatefulSet", "Rollout")),
            ("name", Schema.Text("Name of the workload, in the same namespace.", null, 253)))),
        ("container", Schema.Text("Container that the changes are for, where the workload has several.", Schema.DnsLabel, 63)),
        ("image", Schema.Text("Image to run, best by digest.", @"^\S+$", 1024)),
        ("command", Schema.List("Replaces the image's entry point, and the baseline's arguments.", Schema.Text("One word.", null, 4096), 64)),
        ("args", Schema.List("Replaces the arguments.", Schema.Text("One word.", null, 4096), 256)),
        ("env", Schema.List("Variables that are added to the container, or replace those of the same name. Values are no secrets.", Schema.Object("One variable.", ["name"],
            ("name", Schema.Text("Name of the variable.", Schema.Variable, 256)),
            ("value", Schema.Text("Its value; empty when left out.", null, 32768))), 256, "name")),
        ("replicas", Schema.Number("How many pods; 1 when left out, whatever the baseline has.", 0, 20)),
        ("resources", Schema.Object("Requests and limits of the container; those that are not named stay.", [],
            ("requests", Schema.Map("What the container is given at least.", Schema.Text("A quantity, such as 100m or 64Mi.", Schema.Quantity, 32))),
            ("limits", Schema.Map("What the container may use at most.", Schema.Text("A quantity, such as 1 or 256Mi.", Schema.Quantity, 32))))),
        ("patch", Schema.Free("A strategic merge patch in the shape of a Deployment, applied last; it may change spec.template, spec.replicas, spec.strategy, spec.minReadySeconds and spec.progressDeadlineSeconds.")),
        ("keepClaims", Schema.Flag("True for volume claims of its own where the baseline has claim templates; such volumes begin empty otherwise, and end with the pod.")),
        ("rebase", Schema.Flag("True to clone the baseline as it is now, although an earlier revision was cloned from an older one.")),
        ("source", Source()),
        ("requestedAt", Schema.Time("When the deploy was asked for. Written by tools.")));

    public static JsonObject Status() => Schema.Object("What was observed of one fork.", ["service"],
        ("service", Schema.Text("The forked service.", null, 63)),
        ("revision", Schema.Number("The newest revision that the operator has begun with.", 0, int.MaxValue)),
        ("specHash", Schema.Text("Hash of the wish that the revision stands for.", null, 64)),
        ("phase", Schema.Text("How far that revision is.", null, 63, "Queued", "Building", "Starting", "Routing", "Ready", "Failed", "Crashed")),
        ("activity", Schema.Text("What happens now, in a few words.", null, 512)),
        ("since", Schema.Time("When the phase was entered.")),
        ("failure", Failure("Why the revision failed.")),
        ("baseline", Schema.Object("What the fork was cloned from.", [],
            ("workload", Schema.Text("The workload, as Kind/name.", null, 320)),
            ("fingerprint", Schema.Text("Hash of its pod template then.", null, 64)),
            ("changed", Schema.Flag("True when the template is another one now.")))),
        ("serving", Schema.Object("What answers requests now; older than the revision while a newer one is on its way or failed.", ["revision"],
            ("revision", Schema.Number("Its number.", 0, int.MaxValue)),
            ("address", Schema.Text("Where routers reach it.", null, 512)),
            ("readyAt", Schema.Time("Since when its route is confirmed.")),
            ("down", Failure("Why it no longer answers.")),
            ("fork", Schema.Free("The wish that it was made from, without its patch.")))));

    public static JsonObject Failure(string description) => Schema.Object(description, ["code", "message"],
        ("code", Schema.Text("Stable code, listed in the reference of failures.", null, 64)),
        ("category", Schema.Text("Who can mend it.", null, 63, "User", "Configuration", "Environment", "Internal")),
        ("message", Schema.Text("What failed, and the observed fact.", null, ResourceLimits.Message + 1)),
        ("hint", Schema.Text("One thing to do next.", null, ResourceLimits.Message + 1)),
        ("evidence", Schema.List("Observed lines. Untrusted text.", Schema.Text("One line.", null, ResourceLimits.Line + 1), ResourceLimits.Lines)),
        ("retryable", Schema.Flag("True when the same can succeed later without a change.")),
        ("retryAfterSeconds", Schema.Number("How long to wait before another try.", 0, 86400)));

    private static JsonObject Source() => Schema.Object("Where the image came from. Written by tools.", [],
        ("kind", Schema.Text("Tree, Ref or Image.", null, 63, "Tree", "Ref", "Image")),
        ("tree", Schema.Text("Working tree that was captured.", null, 4096)),
        ("hash", Schema.Text("Hash of the captured files, or the image.", null, 1024)),
        ("ref", Schema.Text("The ref, or the image, as it was asked for.", null, 1024)),
        ("commit", Schema.Text("The commit that the tree stood on.", null, 64)),
        ("branch", Schema.Text("The branch that was checked out.", null, 512)));
}
