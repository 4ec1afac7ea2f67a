using AgentSandbox.McpServer.Serving;
using AgentSandbox.McpServer.UnitTests.Tools;
using AgentSandbox.Orchestration.Failures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AgentSandbox.McpServer.UnitTests.Serving;

public sealed class CallerTableTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly Dictionary<string, string> _users = new() { ["a"] = "ann", ["b"] = "bob", ["c"] = "cem", ["a2"] = "ann" };
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("caller-table-");
    private ReviewingCluster _cluster = null!; // made before each test
    private CallerTable _table = null!; // as above

    public Task InitializeAsync()
    {
        _cluster = new ReviewingCluster(_users);
        var options = new TeamServerOptions { Port = 0, AdminPort = 0, AllowedHosts = [], MaxCallers = 2, Folder = _files.FullName };
        _table = new CallerTable(_cluster, options, _time, NullLoggerFactory.Instance);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _table.DisposeAsync();
        _files.Delete(recursive: true);
    }

    [Fact]
    public async Task KnownToken_IsAskedAboutOnce_UntilTheWordOfTheClusterIsOld()
    {
        await CallAsync("a");
        await CallAsync("a");
        _cluster.Asked.Should().Equal("a");

        _time.Advance(TimeSpan.FromSeconds(31));
        await CallAsync("a");

        _cluster.Asked.Should().Equal("a", "a");
        _table.Count.Should().Be(1);
    }

    [Fact]
    public async Task TokenThatTheClusterNoLongerTakes_IsForgotten()
    {
        await CallAsync("a");
        _users.Remove("a");
        _time.Advance(TimeSpan.FromSeconds(31));

        var refused = await _table.AdmitAsync("a", CancellationToken.None);

        refused.Failure!.Code.Should().Be(FailureCodes.CredentialsRefused);
        _table.Count.Should().Be(0);
    }

    [Fact]
    public async Task TwoTokensOfOneUser_AreTwoCallers()
    {
        var (first, _) = (await _table.AdmitAsync("a", CancellationToken.None)).Value;
        var (second, _) = (await _table.AdmitAsync("a2", CancellationToken.None)).Value;

        second.Should().NotBeSameAs(first);
        (first.Caller.User, second.Caller.User).Should().Be(("ann", "ann"));
        _table.Of(second.User).Should().BeSameAs(second);
    }

    [Fact]
    public async Task OneMoreThanMany_PushesOutTheLongestIdle()
    {
        await CallAsync("a");
        _time.Advance(TimeSpan.FromSeconds(5));
        await CallAsync("b");
        _time.Advance(TimeSpan.FromSeconds(1));

        await CallAsync("c");

        _table.Count.Should().Be(2);
        _cluster.Asked.Clear();
        await CallAsync("b");
        _cluster.Asked.Should().BeEmpty("b stayed");
    }

    [Fact]
    public async Task WhereAllAreAtWork_NobodyIsPushedOut()
    {
        var (_, first) = (await _table.AdmitAsync("a", CancellationToken.None)).Value;
        var (_, second) = (await _table.AdmitAsync("b", CancellationToken.None)).Value;
        _time.Advance(TimeSpan.FromSeconds(5));

        var third = await _table.AdmitAsync("c", CancellationToken.None);

        third.Failure!.Code.Should().Be(FailureCodes.ClusterBusy);
        first.Dispose();
        second.Dispose();
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _table.AdmitAsync("c", CancellationToken.None)).IsSuccess.Should().BeTrue();
    }

    [Fact]
    public async Task WhoSaysNothing_IsForgotten_AndWhoIsAtWorkIsNot()
    {
        await CallAsync("a");
        var (_, usage) = (await _table.AdmitAsync("b", CancellationToken.None)).Value;

        _time.Advance(TimeSpan.FromMinutes(11));

        await _table.SweepAsync();
        _table.Count.Should().Be(1);
        usage.Dispose();
        _time.Advance(TimeSpan.FromMinutes(11));
        await _table.SweepAsync();
        _table.Count.Should().Be(0);
    }

    private async Task CallAsync(string token)
    {
        var admitted = await _table.AdmitAsync(token, CancellationToken.None);
        admitted.IsSuccess.Should().BeTrue(admitted.Failure?.ToString());
        admitted.Value.Usage.Dispose();
    }
}
