using AgentSandbox.Orchestration.Plans.Execution;
using AgentSandbox.Orchestration.Plans.Running;
using AgentSandbox.Orchestration.Sandboxes;

namespace AgentSandbox.FunctionalTests.Plans;

public sealed class FileRunStoreTests : IDisposable
{
    private static readonly SandboxId s_sandbox = new("pr-1");

    private readonly TemporaryDirectory _directory = new();

    private string Sandbox => _directory.Join("pr-1");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void NewestTwenty_AreKept_AndThoseUnderWayHoweverOld()
    {
        var store = Store();
        for (var i = 0; i < 25; i++)
        {
            store.Create(Run($"run-{i:00}"), ["run-01"]);
        }

        store.List(s_sandbox).Select(run => run.Id).Should().Equal([.. Enumerable.Range(5, 20).Reverse().Select(i => $"run-{i:00}"), "run-01"]);
    }

    [Fact]
    public void SandboxIsGone_NothingBringsItsDirectoryBack()
    {
        var store = Store();
        store.Create(Run("run-1"), []);
        Directory.Delete(Sandbox, recursive: true);

        store.Save(Run("run-1"));
        store.Save(Run("run-1") with { EndedAt = DateTimeOffset.UnixEpoch });
        store.ArtifactDirectory(s_sandbox, "run-1");

        Directory.Exists(Sandbox).Should().BeFalse();
    }

    [Theory]
    [InlineData("../run-1")]
    [InlineData("a/b")]
    [InlineData("..")]
    public void NameThatLeadsElsewhere_FindsNothing(string id)
    {
        var store = Store();
        store.Create(Run("run-1"), []);

        store.Find(s_sandbox, id).Should().BeNull();
        store.Find(s_sandbox, "run-1").Should().NotBeNull();
    }

    [Fact]
    public void DamagedRecord_IsNoRun_AndHidesNoOther()
    {
        var store = Store();
        store.Create(Run("run-1"), []);
        store.Create(Run("run-2"), []);
        File.WriteAllText(Path.Join(Sandbox, ".runs", "run-2", "run.json"), "{torn");

        store.List(s_sandbox).Select(run => run.Id).Should().Equal("run-1");
        store.Find(s_sandbox, "run-2").Should().BeNull();
    }

    private FileRunStore Store() => new(id => _directory.Join(id.Value));

    private static RunRecord Run(string id) => new()
    {
        Id = id,
        Plan = "p",
        Purpose = "p",
        Sandbox = s_sandbox.Value,
        Key = "run-key",
        Owner = "me",
        StartedAt = DateTimeOffset.UnixEpoch,
    };
}
