namespace AgentSandbox.Router.Upstreams;

/// <summary>The requests in flight to one upstream.</summary>
internal sealed class UpstreamUse
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _idle;
    private int _inFlight;
    private bool _retired;

    public int InFlight => Volatile.Read(ref _inFlight);

    public bool TryBegin()
    {
        lock (_lock)
        {
            if (_retired)
            {
                return false;
            }

            _inFlight++;
            return true;
        }
    }

    public void End()
    {
        lock (_lock)
        {
            _inFlight--;
            if (_inFlight == 0)
            {
                _idle?.TrySetResult();
                _idle = null;
            }
        }
    }

    public bool TryRetire()
    {
        lock (_lock)
        {
            _retired |= _inFlight == 0;
            return _retired;
        }
    }

    public Task WhenIdle()
    {
        lock (_lock)
        {
            if (_inFlight == 0)
            {
                return Task.CompletedTask;
            }

            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task;
        }
    }
}
