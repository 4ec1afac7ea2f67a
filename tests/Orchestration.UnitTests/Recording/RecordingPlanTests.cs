using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Plans.Reading;
using AgentSandbox.Orchestration.Recording.Planning;
using AgentSandbox.TestKit;

namespace AgentSandbox.Orchestration.UnitTests.Recording;

public sealed class RecordingPlanTests : IDisposable
{
    private readonly TemporaryDirectory _tree = new();

    public RecordingPlanTests() => File.WriteAllText(_tree.Join("agent-sandbox.yaml"), "version: 1");

    [Fact]
    public void Recording_BecomesOneReplay_AndOneRequestForEachPage()
    {
        var plan = Create(Entry("GET", "/quote?qty=2", 200), Entry("GET", "/quote?qty=2", 200), Entry("POST", "/orders", 201), Entry("GET", "/a?token=%5Bredacted%5D", 200), Entry("GET", "/broken", 503));

        plan.Failure.Should().BeNull();
        plan.Value.Should().EndWith("""
            steps:
              - id: replay
                replay:
                  recording: "recordings/a.har"
              - id: get-1
                request:
                  service: "orders"
                  path: "/quote?qty=2"
                expect:
                  status: 200

            """);
    }

    [Theory]
    [InlineData("/a b")]
    [InlineData("/a?x=${params.y}")]
    [InlineData("/a?q=\\u0022'#: - {}")]
    [InlineData("//host/a")]
    [InlineData("/a?b=c&d=%20e")]
    public void Plan_IsValid_WhateverWasAsked(string path)
    {
        var plan = Create(Entry("GET", path, 200));

        PlanReader.Read(plan.Value!, "recorded", ["orders"]).Problems.Should().BeEmpty(plan.Value);
    }

    [Fact]
    public void RecordingOutsideOfTheTree_IsRefused()
    {
        var plan = RecordingPlan.Create("/nowhere/a.har", _tree.Path);

        plan.Failure!.Code.Should().Be(FailureCodes.RecordingUnusable);
        plan.Failure.Hint.Should().Contain("--output");
    }

    [Fact]
    public void OtherFile_IsRefused()
    {
        File.WriteAllText(_tree.Join("a.har"), "{}");

        RecordingPlan.Create(_tree.Join("a.har"), _tree.Path).Failure!.Message.Should().Contain("is not a recording");
    }

    public void Dispose() => _tree.Dispose();

    private static string Entry(string method, string path, int status) =>
        $$$"""{"request":{"method":"{{{method}}}","url":"http://orders{{{path}}}"},"response":{"status":{{{status}}}},"_service":"orders"}""";

    private Result<string> Create(params string[] entries)
    {
        Directory.CreateDirectory(_tree.Join("recordings"));
        var file = _tree.Join("recordings", "a.har");
        File.WriteAllText(file, $$$"""{"log":{"entries":[{{{string.Join(',', entries)}}}]}}""");
        return RecordingPlan.Create(file, _tree.Path);
    }
}
