using System.Text.Json;
using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Sandboxes;
using AgentSandbox.Orchestration.Sandboxes.Workloads;
using AgentSandbox.Orchestration.Store;

namespace AgentSandbox.Orchestration.UnitTests.Store;

public sealed class StoreJsonTests
{
    [Fact]
    public void ForkWithoutAWorkload_IsWrittenAsEver() =>
        JsonSerializer.Serialize(Records.Sandbox("pr-1", default).WithFork("orders", 1), StoreJson.Default.SandboxRecord)
            .Should().NotContain("workload", "a local journal holds nothing of a cluster");

    [Fact]
    public void ForkWithAWorkload_IsReadBack()
    {
        var record = Records.Sandbox("pr-1", default).WithFork("orders", 1);
        var fork = record.Spec.Forks["orders"] with
        {
            Workload = new ForkWorkloadSpec { Image = "a:1", Command = ["x"], Patch = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = 2 } } },
        };
        record = record with { Spec = record.Spec with { Forks = new Dictionary<string, ForkSpec> { ["orders"] = fork } } };

        var json = JsonSerializer.Serialize(record, StoreJson.Default.SandboxRecord);
        var read = JsonSerializer.Deserialize(json, StoreJson.Default.SandboxRecord)!.Spec.Forks["orders"].Workload!; // written just now

        read.Should().BeEquivalentTo(fork.Workload, options => options.Excluding(workload => workload.Patch));
        read.Patch!.ToJsonString().Should().Be("{\"spec\":{\"replicas\":2}}"); // written just now
    }
}
