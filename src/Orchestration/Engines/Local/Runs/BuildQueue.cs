namespace AgentSandbox.Orchestration.Engines.Local.Runs;

/// <summary>Lets a bounded number of builds run; the others wait in the order in which they came and are told their place.</summary>
internal sealed class BuildQueue(int places)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private int _free = Math.Max(1, places);

    /// <summary>Waits for a place; disposing the result gives it back.</summary>
    /// <param name="placeChanged">Told the place in the queue, from 1, whenever it changes.</param>
    /// <param name="cancellationToken">Leaves the queue.</param>
    public async Task<IDisposable> EnterAsync(Action<int> placeChanged, CancellationToken cancellationToken)
    {
        LinkedListNode<Waiter> node;
        lock (_gate)
        {
            if (_free > 0)
            {
                _free--;
                return new Place(this);
            }

            node = _waiting.AddLast(new Waiter(placeChanged));
            TellPlaces_NeedsLock();
        }

        await using var registration = cancellationToken.Register(() => Leave(node, cancellationToken));
        await node.Value.Entered.Task;
        return new Place(this);
    }

    private void Leave(LinkedListNode<Waiter> node, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (node.List is null)
            {
                return;
            }

            _waiting.Remove(node);
            TellPlaces_NeedsLock();
        }

        node.Value.Entered.TrySetCanceled(cancellationToken);
    }

    private void GiveBack()
    {
        Waiter? next;
        lock (_gate)
        {
            next = _waiting.First?.Value;
            if (next is null)
            {
                _free++;
                return;
            }

            _waiting.RemoveFirst();
            TellPlaces_NeedsLock();
        }

        next.Entered.TrySetResult();
    }

    // Under the lock: told later, a place could come after the news that the build has begun.
    private void TellPlaces_NeedsLock()
    {
        var place = 1;
        foreach (var waiter in _waiting)
        {
            waiter.PlaceChanged(place++);
        }
    }

    private sealed record Waiter(Action<int> PlaceChanged)
    {
        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(BuildQueue queue) : IDisposable
    {
        private int _given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
            {
                queue.GiveBack();
            }
        }
    }
}
