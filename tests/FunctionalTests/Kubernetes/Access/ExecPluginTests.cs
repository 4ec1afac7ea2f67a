using System.Text.Json.Nodes;
using AgentSandbox.FunctionalTests.Plans.Commands;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;
using AgentSandbox.Orchestration.Engines.Kubernetes.Access.Kubeconfig;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Processes.Commands;

namespace AgentSandbox.FunctionalTests.Kubernetes.Access;

public sealed class ExecPluginTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public async Task Plugin_RunsOnce_UntilItsAnswerExpires()
    {
        var source = Open($$$"""
            echo run >> "$RUNS"
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$RUNS.info"
            n=$(wc -l < "$RUNS")
            printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s-%s-%s","expirationTimestamp":"{{{_clock.GetUtcNow().AddMinutes(5):yyyy-MM-ddTHH:mm:ssZ}}}"}}' "$1" "$GREETING" "$n"
            """);

        var together = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => source.GetAsync(CancellationToken.None)));
        together.Select(result => result.Value?.Authorization).Should().AllBe("Bearer arg-hello-1");

        var info = JsonNode.Parse(File.ReadAllText(_folder.Join("runs.info")));
        info.TextAt("apiVersion").Should().Be("client.authentication.k8s.io/v1");
        info.FlagAt("spec", "interactive").Should().BeFalse();
        info.TextAt("spec", "cluster", "server").Should().Be("https://cluster.test");
        info.TextAt("spec", "cluster", "config", "audience").Should().Be("dev");

        _clock.Advance(TimeSpan.FromMinutes(5));
        (await source.GetAsync(CancellationToken.None)).Failure!.Message.Should().Contain("its credentials expired at"); // it prints the same time again
        File.ReadAllLines(_folder.Join("runs")).Should().HaveCount(2);
    }

    [UnixFact]
    public async Task RefusedAnswer_IsAskedForAgain()
    {
        var source = Open("""
            echo run >> "$RUNS"
            printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s"}}' "$(wc -l < "$RUNS")"
            """);
        var first = (await source.GetAsync(CancellationToken.None)).Value!; // it answers
        (await source.GetAsync(CancellationToken.None)).Value.Should().BeSameAs(first);

        source.Refuse(first).Should().BeTrue();

        (await source.GetAsync(CancellationToken.None)).Value!.Authorization.Should().Be("Bearer 2"); // it answers
    }

    [UnixFact]
    public async Task PluginThatFails_ShowsItsErrors_AndNoSecret()
    {
        var source = Open("""
            echo '{"token":"s3cr3t"}'
            echo 'session expired, run: acme login' >&2
            echo 'token=s3cr3tAbcdefghijklmnop0123456789' >&2
            exit 3
            """);

        var failure = (await source.GetAsync(CancellationToken.None)).Failure!; // it fails

        failure.Code.Should().Be(FailureCodes.CredentialsRefused);
        failure.Message.Should().Contain("exit code 3");
        failure.Evidence.Should().Contain("session expired, run: acme login");
        string.Join('\n', failure.Evidence.Append(failure.ToString())).Should().NotContain("s3cr3t");
    }

    [UnixFact]
    public async Task MissingPlugin_SaysHowToInstallIt()
    {
        var source = Open(null);

        var failure = (await source.GetAsync(CancellationToken.None)).Failure!; // it fails

        failure.Code.Should().Be(FailureCodes.KubeconfigInvalid);
        failure.Hint.Should().Be("brew install acme");
    }

    /// <summary>By a kubeconfig whose plugin is a script beside it.</summary>
    private ICredentialSource Open(string? script)
    {
        if (script is not null && !OperatingSystem.IsWindows())
        {
            File.WriteAllText(_folder.Join("plugin"), "#!/bin/sh\n" + script + "\n");
            File.SetUnixFileMode(_folder.Join("plugin"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        File.WriteAllText(_folder.Join("config"), $$"""
            current-context: one
            contexts: [{ name: one, context: { cluster: c, user: u } }]
            clusters:
            - name: c
              cluster:
                server: https://cluster.test
                extensions: [{ name: client.authentication.k8s.io/exec, extension: { audience: dev } }]
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./plugin
                  args: [arg]
                  env: [{ name: GREETING, value: hello }, { name: RUNS, value: "{{_folder.Join("runs")}}" }]
                  installHint: brew install acme
                  interactiveMode: IfAvailable
                  provideClusterInfo: true
            """);
        var problems = new KubeconfigProblems();
        var options = new KubernetesAccessOptions { KubeconfigPath = _folder.Join("config"), Time = _clock };
        var login = KubeconfigReader.Read(KubeconfigFiles.Read(options, problems), options, new CommandRunner(TimeProvider.System), problems);
        problems.IsEmpty.Should().BeTrue(problems.ToFailure([]).ToString());
        return login!.Credentials; // there is no problem
    }
}
