using System.Text.Json;
using AgentSandbox.Orchestration.Plans.Running;

namespace AgentSandbox.Orchestration.UnitTests.Plans.Reports;

/// <summary>One step of each kind and state, with evidence of each kind.</summary>
internal static class SampleSteps
{
    public static StepResult Passing() => Step("place-order", "request", StepState.Passed, 0.1, 0.184) with
    {
        Title = "An order is accepted and paid",
        Summary = "All 4 claims hold; orders revision 3 answered.",
        MetFork = true,
        Inputs = "POST /orders on frontend\n{\"sku\":\"tea-01\",\"quantity\":2}",
        Evidence =
        [
            Hops("The fork answered on the path.", 10, """
                [{"service":"frontend","answeredBy":"baseline","status":201,"milliseconds":171.4,"hasKey":true},
                 {"service":"catalog","answeredBy":"baseline","status":200,"milliseconds":12.2,"hasKey":true},
                 {"service":"orders","answeredBy":"fork","sandbox":"pr-1284","revision":3,"status":201,"milliseconds":96.8,"hasKey":true},
                 {"service":"payments","answeredBy":"fork","sandbox":"pr-1284","revision":1,"status":200,"milliseconds":41.7,"hasKey":true}]
                """),
            new Evidence { Kind = EvidenceKind.Text, Title = "status 201, 64 bytes, application/json", Lines = ["{\"id\":\"o-1\",\"total\":{\"amount\":1180,\"currency\":\"EUR\"}}"] },
        ],
    };

    public static StepResult Lost() => Step("refund-order", "request", StepState.Failed, 0.1, 0.412) with
    {
        Title = "A refund reaches the new ledger",
        Summary = "This tested the baseline: the key was lost in or after mailer, so no fork answered. It failed in all 2 tries.",
        Tries = 2,
        Inputs = "POST /orders/o-1/refund on frontend",
        Failures = [new ClaimFailure("served by", "a fork of the sandbox", "the baseline alone")],
        Evidence =
        [
            Hops("The key was lost in or after mailer (certain: the trace goes on without it).", 100, """
                [{"service":"frontend","answeredBy":"baseline","status":202,"milliseconds":188,"hasKey":true},
                 {"service":"mailer","answeredBy":"baseline","status":202,"milliseconds":150.25,"hasKey":true},
                 {"service":"orders","answeredBy":"baseline","status":404,"milliseconds":8.31,"hasKey":false},
                 {"service":"audit","answeredBy":"router","status":null,"milliseconds":null,"hasKey":false}]
                """),
        ],
    };

    public static StepResult Comparing() => Step("compare-order", "compare", StepState.Failed, 0.6, 1.9) with
    {
        Title = "GET /orders/{id} answers as trunk does",
        Summary = "3 breaking differences, 1 changed, 1 additive; 2 are noise.",
        MetFork = true,
        Inputs = "GET /orders/o-1 on orders, baseline asked 3 times",
        Failures =
        [
            new ClaimFailure("$.total.amount", "a number as in the baseline", "a string (breaking: its type changed)"),
            new ClaimFailure("$.lines[*].sku", "present as in the baseline", "absent (breaking: removed)"),
        ],
        Evidence =
        [
            new Evidence
            {
                Kind = EvidenceKind.Differences,
                Title = "3 breaking, 1 changed, 1 additive, 2 noise, 1 allowed",
                Weight = 90,
                Lines = ["breaking: $.total.amount 1180 became \"11.80\"", "breaking: $.lines[*].sku is gone"],
                Data = Json("""
                    [{"path":"$.createdAt","class":"noise","baseline":"2026-03-04T09:30:01.120Z","sandbox":"2026-03-04T09:30:01.377Z","reason":"varies in the baseline"},
                     {"path":"status","class":"breaking","baseline":200,"sandbox":206,"reason":"another status"},
                     {"path":"$.total.amount","class":"breaking","baseline":1180,"sandbox":"\"11.80\"","reason":"number became string"},
                     {"path":"$.lines[*].sku","class":"breaking","baseline":"\"tea-01\"","sandbox":null,"reason":"removed"},
                     {"path":"$.note","class":"changed","baseline":"\"Thank you for your order, it ships tomorrow.\"","sandbox":"\"Thank you for your order, it ships today.\""},
                     {"path":"$.total.tax","class":"additive","sandbox":{"rate":0.19,"amount":188}},
                     {"path":"$.id","class":"noise","baseline":"o-8812","sandbox":"o-8813"},
                     {"path":"headers.etag","class":"allowed","baseline":"W/\"1a\"","sandbox":"W/\"<b>2b</b>\""}]
                    """),
            },
        ],
    };

    public static StepResult Loading() => Step("load-list", "load", StepState.Inconclusive, 2.6, 12.4) with
    {
        Title = "The list is not slower than trunk's",
        Summary = "p95 is above the bound, p99 is noisier than the claim.",
        MetFork = true,
        Inputs = "GET /orders?limit=50 on orders, 200/s for 10 s after 2 s of warm-up",
        Evidence =
        [
            new Evidence
            {
                Kind = EvidenceKind.Latency,
                Title = "sandbox p50 13.1 ms, p95 31.4 ms, p99 58.2 ms; baseline p50 11.2 ms, p95 23.9 ms, p99 49.7 ms",
                Weight = 50,
                Lines = ["Measured for 10 s after the warm-up. The generator itself was late by p99 0.21 ms."],
                Data = Json($$"""
                    {"unit":"ms","confidence":0.95,
                     "baseline":{"quantiles":{"p50":11.2,"p90":19.1,"p95":23.9,"p99":49.7},"intervals":{"p50":[11.0,11.4],"p95":[22.8,25.2],"p99":[41,58]},"histogram":[{{Bell(11.2, 0.36)}}],"errors":0,"requests":2000,"throughput":199.8},
                     "sandbox":{"quantiles":{"p50":13.1,"p90":24.6,"p95":31.4,"p99":58.2},"intervals":{"p50":[12.8,13.4],"p95":[29.1,33.6],"p99":[46,79]},"histogram":[{{Bell(13.1, 0.45)}}],"errors":3,"requests":2000,"throughput":199.1},
                     "thresholds":[{"subject":"p95","claim":"at most 1.5 × the baseline","found":1.31,"low":1.21,"high":1.42,"outcome":"pass","reason":""},
                                   {"subject":"p99","claim":"at most 1.2 × the baseline","found":1.17,"low":0.91,"high":1.52,"outcome":"inconclusive","reason":"The interval reaches over the bound; measure longer."},
                                   {"subject":"errorRate","claim":"at most 0.001","found":0.0015,"low":0.0003,"high":0.0044,"outcome":"fail","reason":"Answers with 503."}]}
                    """),
            },
        ],
    };

    public static StepResult Flaky() => Step("log-says-so", "logs", StepState.Passed, 15.1, 1.22) with
    {
        Title = "The ledger line is written once per order",
        Summary = "Flaky: it failed and passed in try 2. First: no line matched 'ledger committed'.",
        Tries = 2,
        IsFlaky = true,
        MetFork = true,
        Evidence = [new Evidence { Kind = EvidenceKind.Text, Title = "1 line matches 'ledger committed'", Lines = ["09:30:15.801 info: Orders.Ledger[12] ledger committed order=o-1 amount=11.80"] }],
    };

    public static StepResult Suite() => Step("browser-suite", "run", StepState.Failed, 2.7, 38.9) with
    {
        Title = "Playwright, checkout folder",
        Summary = "The command ended with 1: 2 of 48 tests failed, 1 had an error.",
        MetFork = true,
        Inputs = "npx playwright test checkout --reporter=junit",
        Evidence =
        [
            new Evidence
            {
                Kind = EvidenceKind.TestResults,
                Title = "48 tests: 2 failed, 1 error, 3 skipped",
                Weight = 90,
                Data = Json("""
                    {"tests":48,"failures":2,"errors":1,"skipped":3,"failed":[
                      {"name":"checkout › pays with a voucher","message":"expect(locator).toHaveText(expected)\n\nExpected: \"11.80 €\"\nReceived: \"NaN €\"\n    at checkout.spec.ts:41:28"},
                      {"name":"checkout › <img src=x onerror=alert(2)>","message":"</pre><script>alert(3)</script>"}]}
                    """),
            },
            new Evidence { Kind = EvidenceKind.Artifact, Title = "trace of the first failure", Data = Json("""{"name":"checkout-voucher/trace.zip","bytes":1843201}""") },
            new Evidence { Kind = EvidenceKind.Artifact, Title = "an artifact whose data are broken", Lines = ["trace-2.zip"], Data = Json("""["?"]""") },
        ],
    };

    public static StepResult HostileStep() => Step("hostile", "request", StepState.Inconclusive, 41.2, 0.031) with
    {
        Title = $"Title {SampleRun.Hostile}",
        Summary = $"The answer said {SampleRun.Hostile}",
        Inputs = $"GET /?q={SampleRun.Hostile}",
        Failures = [new ClaimFailure(SampleRun.Hostile, SampleRun.Hostile, SampleRun.Hostile)],
        Evidence =
        [
            new Evidence { Kind = EvidenceKind.Text, Title = SampleRun.Hostile, Weight = 50, Lines = [SampleRun.Hostile, "```", "~~~", "</details>", "half \ud800 character"] },
            Hops(SampleRun.Hostile, 10, $$"""[{"service":{{Quoted()}},"answeredBy":{{Quoted()}},"status":200,"milliseconds":1,"hasKey":true},{"service":"\ud800","hasKey":"no"}, 7]"""),
            new Evidence { Kind = EvidenceKind.Differences, Title = "differences", Data = Json($$"""[{"path":{{Quoted()}},"class":{{Quoted()}},"baseline":{{Quoted()}},"sandbox":{{Quoted()}}}]""") },
            new Evidence { Kind = EvidenceKind.Latency, Title = "latency", Data = Json($$"""{"baseline":{"quantiles":{{{Quoted()}}:1,"p50":"x"},"histogram":[{"upTo":-1,"count":4},{"upTo":1e308,"count":1e308}]},"sandbox":{},"thresholds":[{"subject":{{Quoted()}},"outcome":{{Quoted()}}}]}""") },
        ],
    };

    public static StepResult Skipped() => Step("notify", "check", StepState.Skipped, null, 0) with
    {
        Summary = "It comes after 'refund-order', which did not pass.",
        Tries = 0,
    };

    public static StepResult Cleanup() => Step("remove-order", "request", StepState.Failed, 41.6, 0.12) with
    {
        Summary = "status: expected 204, found 500",
        IsCleanup = true,
        Failures = [new ClaimFailure("status", "204", "500")],
    };

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static StepResult Step(string id, string kind, StepState state, double? from, double seconds) => new()
    {
        Id = id,
        Kind = kind,
        State = state,
        Tries = 1,
        StartedAt = from is { } offset ? SampleRun.Start.AddSeconds(offset) : null,
        Duration = TimeSpan.FromSeconds(seconds),
    };

    private static Evidence Hops(string title, int weight, string data) => new()
    {
        Kind = EvidenceKind.Hops,
        Title = title,
        Weight = weight,
        Lines = ["frontend: POST /orders → baseline, 201, 171.4 ms"],
        Data = Json(data),
    };

    private static string Quoted() => JsonSerializer.Serialize(SampleRun.Hostile);

    private static string Bell(double median, double width) => string.Join(",", Enumerable.Range(1, 40).Select(i =>
    {
        var edge = 3 * Math.Pow(40, i / 40.0);
        var distance = Math.Log(edge / median) / width;
        return $$"""{"upTo":{{edge:0.###}},"count":{{Math.Round(160 * Math.Exp(-distance * distance / 2)) + (distance > 1.6 && distance < 3.4 ? 4 : 0)}}}""";
    }));
}
