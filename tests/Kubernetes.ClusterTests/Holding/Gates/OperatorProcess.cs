using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;
using AgentSandbox.TestKit.Product;

namespace AgentSandbox.Kubernetes.ClusterTests.Holding.Gates;

/// <summary>The operator as a process of this machine, which can be killed at any moment and comes back with its name and address, as a container does.</summary>
internal sealed class OperatorProcess(string kubeconfig, string @namespace, int tablePort, int adminPort) : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Lock _lock = new();
    private Process? _process;

    /// <summary>Everything that it has printed, over all of its lives.</summary>
    public IReadOnlyCollection<string> Output => _output;

    public void Start()
    {
        lock (_lock)
        {
            var start = new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    ProductFiles.Assembly, "operator", "--namespace", @namespace,
                    "--table-port", tablePort.ToString(CultureInfo.InvariantCulture), "--admin-port", adminPort.ToString(CultureInfo.InvariantCulture),
                },
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment["KUBECONFIG"] = kubeconfig;
            start.Environment["POD_NAME"] = $"{KnownNames.ManagedBy}-operator-of-the-test";
            start.Environment["POD_IP"] = TestCluster.MachineAddress;
            _process = Process.Start(start)!; // dotnet runs this test too
            _process.OutputDataReceived += (_, line) => Keep(line.Data);
            _process.ErrorDataReceived += (_, line) => Keep(line.Data);
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }
    }

    /// <summary>As <c>kill -9</c>; returns when it is dead.</summary>
    public void Kill()
    {
        lock (_lock)
        {
            if (_process is null)
            {
                return;
            }

            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            _process = null;
        }
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
        }
    }
}
