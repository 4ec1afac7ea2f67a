using ModelContextProtocol;

namespace AgentSandbox.McpServer.UnitTests.Tools;

/// <summary>Collects the progress that a client is told, and waits for a sentence of it.</summary>
internal sealed class ProgressLog : IProgress<ProgressNotificationValue>
{
    private readonly Lock _gate = new();
    private readonly List<ProgressNotificationValue> _values = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<ProgressNotificationValue> Values
    {
        get
        {
            lock (_gate)
            {
                return [.. _values];
            }
        }
    }

    public void Report(ProgressNotificationValue value)
    {
        lock (_gate)
        {
            _values.Add(value);
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public async Task UntilAsync(string part)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_values.Any(value => value.Message?.Contains(part, StringComparison.Ordinal) == true))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(ToolWorld.Limit);
        }
    }
}
