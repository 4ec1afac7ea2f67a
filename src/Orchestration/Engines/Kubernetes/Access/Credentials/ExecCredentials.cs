using System.Text.Json.Nodes;
using AgentSandbox.Orchestration.Failures;
using AgentSandbox.Orchestration.Processes.Commands;
using AgentSandbox.Orchestration.Secrets;

namespace AgentSandbox.Orchestration.Engines.Kubernetes.Access.Credentials;

/// <summary>Credentials from a plugin. It runs once for all callers that wait, and again when its answer has expired or was refused.</summary>
/// <remarks>It gets no terminal and no input, since this program has none to give; what it prints is never shown, only the end of its errors.</remarks>
internal sealed class ExecCredentials(ExecPlugin plugin, ICommandRunner commands, TimeProvider time) : ICredentialSource, IDisposable
{
    private const int EvidenceLines = 5;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly Redactor s_redactor = new(new SecretValues());

    private readonly SemaphoreSlim _gate = new(1, 1);
    private ExecAnswer? _current;
    private volatile Credential? _refused;

    public async Task<Result<Credential>> GetAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_current is { } known && !ReferenceEquals(known.Credential, _refused) && !(known.Expires <= time.GetUtcNow()))
            {
                return known.Credential;
            }

            var result = await RunAsync(cancellationToken);
            if (!result.IsSuccess)
            {
                return result.Failure;
            }

            _current = result.Value;
            return result.Value.Credential;
        }
        finally
        {
            _gate.Release();
        }
    }

    public bool Refuse(Credential credential)
    {
        _refused = credential;
        return true;
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Result<ExecAnswer>> RunAsync(CancellationToken cancellationToken)
    {
        var ran = await commands.RunAsync(
            new CommandSpec
            {
                FileName = plugin.Command,
                Arguments = plugin.Arguments,
                WorkingDirectory = plugin.WorkingDirectory,
                Environment = new Dictionary<string, string>(plugin.Environment) { ["KUBERNETES_EXEC_INFO"] = Info() },
                Timeout = s_limit,
                MaxOutputBytes = 1024 * 1024,
            },
            cancellationToken);
        if (ran.Outcome == CommandOutcome.NotStarted)
        {
            return NotStarted(ran.StartFailure?.Message ?? "It was not started.");
        }

        if (!ran.Success)
        {
            return Failed(ran.Outcome == CommandOutcome.TimedOut ? $"it did not end within {s_limit.TotalSeconds} s" : $"it ended with exit code {ran.ExitCode}", ran);
        }

        var (answer, wrong) = ExecAnswer.Read(ran.OutputText, plugin.ApiVersion);
        return answer is null ? Failed(wrong, ran)
            : answer.Expires <= time.GetUtcNow() ? Failed($"its credentials expired at {answer.Expires:u}", ran)
            : answer;
    }

    private string Info()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (plugin.Cluster is { } cluster)
        {
            spec["cluster"] = cluster.DeepClone();
        }

        return new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = plugin.ApiVersion, ["spec"] = spec }.ToJsonString();
    }

    private SandboxFailure NotStarted(string message) => new()
    {
        Code = FailureCodes.KubeconfigInvalid,
        Category = FailureCategory.User,
        Message = $"The credential plugin \"{plugin.Command}\" of the kubeconfig could not be started. {message}",
        Hint = string.IsNullOrWhiteSpace(plugin.InstallHint) ? "Install the plugin, or log in another way." : plugin.InstallHint.Trim(),
    };

    private SandboxFailure Failed(string fact, CommandResult ran) => new()
    {
        Code = FailureCodes.CredentialsRefused,
        Category = FailureCategory.User,
        Message = $"The credential plugin \"{plugin.Command}\" gave no credentials: {fact}.",
        Hint = "Log in again with the tool that the plugin belongs to, then repeat the call.",
        Evidence = [.. ran.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(EvidenceLines).Select(line => s_redactor.Redact(line.Length <= 300 ? line : line[..300]))],
    };
}
