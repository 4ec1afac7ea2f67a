using AgentSandbox.Orchestration.Engines.Kubernetes.Access;
using AgentSandbox.Orchestration.Engines.Kubernetes.Objects;

namespace AgentSandbox.Orchestration.Hosting.Cluster;

/// <summary>Runs the work of each namespace that has a sandbox or an enrolled Service, and ends it some time after it has neither: namespaces come and go.</summary>
internal sealed class NamespaceFollower(IObjectCache sandboxes, IObjectCache services, Func<string, CancellationToken, Task> runAsync, TimeProvider time)
{
    /// <summary>Long enough for what ends with the last sandbox.</summary>
    private static readonly TimeSpan s_absence = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, (CancellationTokenSource Stop, Task Work)> _running = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _absent = new(StringComparer.Ordinal);

    /// <summary>Follows until the token fires; all work has ended then.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var changed = Task.WhenAny(sandboxes.WhenChanged(), services.WhenChanged());
                var present = sandboxes.Items.Concat(services.Items).Select(item => item.Namespace()).ToHashSet(StringComparer.Ordinal);
                foreach (var name in present)
                {
                    _absent.Remove(name);
                    Begin(name, cancellationToken);
                }

                await EndAbsentAsync(present);
                using var wake = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(changed, Task.Delay(_absent.Count > 0 ? s_absence : Timeout.InfiniteTimeSpan, time, wake.Token));
                await wake.CancelAsync();
            }
        }
        finally
        {
            foreach (var name in _running.Keys.ToList())
            {
                await EndAsync(name);
            }
        }
    }

    private void Begin(string name, CancellationToken cancellationToken)
    {
        if (!_running.ContainsKey(name))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _running[name] = (stop, runAsync(name, stop.Token));
        }
    }

    private async Task EndAbsentAsync(HashSet<string> present)
    {
        foreach (var name in _running.Keys.Where(name => !present.Contains(name)).ToList())
        {
            if (_absent.TryAdd(name, time.GetTimestamp()) || time.GetElapsedTime(_absent[name]) < s_absence)
            {
                continue;
            }

            _absent.Remove(name);
            await EndAsync(name);
        }
    }

    private async Task EndAsync(string name)
    {
        _running.Remove(name, out var entry);
        await entry.Stop.CancelAsync();
        await entry.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        entry.Stop.Dispose();
    }
}
