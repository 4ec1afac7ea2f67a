using AgentSandbox.Orchestration.Plans.Reading;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reading;

/// <summary>Plans that the tests of reading share.</summary>
internal static class PlanSamples
{
    public const string Full = """
        version: 1
        purpose: Checkout charges the new fee
        x-headers: &h { accept: application/json }
        parameters:
          sku: { type: string, default: BEANS-01, description: What is bought }
          qty: { default: 2 }
          full: { type: boolean, default: false }
        maxParallel: 8
        timeout: 10m
        steps:
          - id: quote
            title: The quote carries the new fee
            request: { service: frontend, path: "/api/quote?sku=${params.sku}&qty=2", headers: *h }
            expect:
              status: 200
              headers: { Content-Type: { contains: json }, content-length: 12 }
              json: { "$.fee": 0.75, "$.lines": { length: 1 }, "$.currency": { oneOf: [EUR, USD] }, "$.error": null }
              time: 500ms
              servedBy: { forks: [payments, orders] }
            capture: { fee: $.body.fee }
            retries: 1
            timeout: 20s
          - id: order
            request:
              service: orders
              path: /orders
              method: POST
              body: { sku: "${params.sku}", qty: "${params.qty}", note: "fee ${steps.quote.fee}" }
            expect: { status: [200, 201], servedBy: any }
            when: ${params.full}
          - id: same
            after: [order]
            compare: { service: frontend, path: /api/items, ignore: [$.id, headers.date], allow: ["$..price"], failOn: [breaking, changed], compareHeaders: [ETag], samples: 5, ignoreOrder: true }
          - id: fast
            load: { service: frontend, path: /, rate: 50, duration: 2m, warmUp: 3s, thresholds: { p95: { atMost: 200ms, atMostRatio: 1.2 }, errorRate: { atMost: 0.01 }, throughput: { atLeast: 45 } } }
          - id: quiet
            logs: { service: payments, within: 5s, expect: [{ contains: "Quoted a fee" }, { level: error, atMost: 0 }, { matches: "^x+$", atLeast: 2 }] }
          - id: suite
            run: { command: 'npx playwright test "a b" ${params.sku}', directory: tests, env: { N: 1 }, junit: ["results/*.xml"], artifacts: [shots], exitCode: 3, servedBy: any }
          - id: again
            replay: { recording: recordings/checkout.har, services: [frontend], mutates: true, ignoreOrder: true }
          - id: sums
            check: { "$.steps.quote.fee": { atMost: 1, type: number }, "$.params.qty": 2 }
        cleanup:
          - id: remove
            request: { service: orders, path: "/orders/${steps.quote.fee}", method: DELETE }
            expect: { servedBy: any }
        """;

    public static string Steps(string steps) => $"version: 1\npurpose: p\nparameters: {{ a: {{ default: x }}, n: {{ type: integer }} }}\nsteps:\n{steps}\n";

    public static string Step(string step) => Steps($"  - {{ id: s, {step} }}");

    public static PlanReadResult Read(string yaml) => PlanReader.Read(yaml, "sample");
}
