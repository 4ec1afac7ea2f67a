namespace AgentSandbox.Orchestration.Plans.Running;

/// <summary>What a piece of evidence shows; reports draw each kind in its own way.</summary>
public enum EvidenceKind
{
    /// <summary>Plain lines.</summary>
    Text,

    /// <summary>The hops of a request: data is an array of <c>{service, answeredBy, sandbox, revision, status, milliseconds, hasKey}</c>.</summary>
    Hops,

    /// <summary>Differences: data is an array of <c>{path, class, baseline, sandbox}</c>, class one of breaking, additive, changed, noise, ignored, allowed.</summary>
    Differences,

    /// <summary>Latencies: data is <c>{unit: "ms", baseline: {quantiles: {p50: …}, histogram: [{upTo, count}], errors, requests}, sandbox: {…}, thresholds: […]}</c>.</summary>
    Latency,

    /// <summary>Results of a test runner: data is <c>{tests, failures, errors, skipped, failed: [{name, message}]}</c>.</summary>
    TestResults,

    /// <summary>A file that was collected: data is <c>{name, bytes}</c>.</summary>
    Artifact,
}
