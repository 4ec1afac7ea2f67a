namespace AgentSandbox.Kubernetes.ClusterTests.Failing;

/// <summary>A fork that cannot become ready, and what a caller has to be told of it.</summary>
/// <param name="Name">Name of its sandbox.</param>
/// <param name="Fork">What is wanted, as JSON; <c>$box</c> is an image with a shell.</param>
/// <param name="Code">Stable code of the failure.</param>
/// <param name="Message">A fact of this cluster that the message has.</param>
/// <param name="Evidence">A line that was seen; null where there is none.</param>
public sealed record FailingFork(string Name, string Fork, string Code, string Message, string? Evidence = null)
{
    private const string Shell = """ "image": "$box", "command": ["sh", "-c", """;

    public static IReadOnlyList<FailingFork> All { get; } =
    [
        new("image", """{ "image": "cluster-tests/nowhere:1" }""", "image_pull_failed", "'cluster-tests/nowhere:1'"),
        new("image-pulled", Template("""{ "containers": [{ "name": "app", "image": "registry.invalid/nowhere:1", "imagePullPolicy": "Always" }] }"""), "image_pull_failed", "'registry.invalid/nowhere:1'"),
        new("crash", $$"""{ {{Shell}} "echo no database at db:5432; exit 3"] }""", "crash_loop", "exit code 3", "no database at db:5432"),
        new("ends", $$"""{ {{Shell}} "echo all done"] }""", "crash_loop", "a service must stay", "all done"),
        new("program", """{ "command": ["/app/nothing-of-the-kind"] }""", "command_not_started", "/app/nothing-of-the-kind"),
        new("readiness", Template("""{ "containers": [{ "name": "app", "readinessProbe": { "httpGet": { "path": "/nowhere", "port": "http" }, "periodSeconds": 1, "timeoutSeconds": 1, "failureThreshold": 1 } }] }"""), "readiness_failing", "404"),
        new("liveness", $$"""{ {{Shell}} "sleep 1000000"], "patch": {{Patch("""{ "containers": [{ "name": "app", "livenessProbe": { "exec": { "command": ["sh", "-c", "echo the queue is gone; exit 1"] }, "periodSeconds": 1, "failureThreshold": 1 } }], "terminationGracePeriodSeconds": 1 }""")}} }""", "liveness_failing", "the queue is gone"),
        new("node", """{ "resources": { "requests": { "cpu": "4000" } } }""", "unschedulable", "cpu"),
        new("quota", """{ "resources": { "requests": { "example.com/card": "1" }, "limits": { "example.com/card": "1" } } }""", "quota_exceeded", "cards"),
        new("admission", """{ "resources": { "limits": { "memory": "3Gi" } } }""", "admission_refused", "2Gi"),
        new("account", Template("""{ "serviceAccountName": "nobody", "serviceAccount": "nobody" }"""), "config_missing", "'nobody'"),
        new("secret", Template("""{ "containers": [{ "name": "app", "env": [{ "name": "TOKEN", "valueFrom": { "secretKeyRef": { "name": "orders-token", "key": "token" } } }] }] }"""), "config_missing", "secret 'orders-token'"),
        new("volume", Template("""{ "volumes": [{ "name": "settings", "configMap": { "name": "orders-settings" } }], "containers": [{ "name": "app", "volumeMounts": [{ "name": "settings", "mountPath": "/settings" }] }] }"""), "config_missing", "configmap 'orders-settings'"),
        new("port", $$"""{ {{Shell}} "echo listening on port 9090; sleep 1000000"] }""", "wrong_port", "port 8080", "listening on port 9090"),
        new("init", Template("""{ "initContainers": [{ "name": "migrate", "image": "$box", "imagePullPolicy": "Never", "command": ["sh", "-c", "echo relation orders does not exist; exit 4"] }] }"""), "init_failed", "'migrate'", "relation orders does not exist"),
        new("memory", $$"""{ {{Shell}} "tail /dev/zero"], "resources": { "limits": { "memory": "32Mi" } } }""", "out_of_memory", "32Mi"),
    ];

    private static string Template(string spec) => $$"""{ "patch": {{Patch(spec)}} }""";

    private static string Patch(string spec) => $$"""{ "spec": { "template": { "spec": {{spec}} } } }""";
}
